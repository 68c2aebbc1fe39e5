// A subcommand's command line: GOption with long options only, strict about what is left over.
#pragma once

#include <glib.h>

#include <string>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

struct CommandLine {
  const char* name;         ///< "stream"
  const char* summary;      ///< one line
  const char* description;  ///< printed below the options; may be null
};

/// Fills the variables that `entries` (ended by an empty entry) point at. True when the command is
/// to go on; false when help was printed to `help_fd`. The error is one line for the user.
Result<bool> parse_command_line(const CommandLine& command,
                                const std::vector<GOptionEntry>& entries,
                                std::vector<std::string> arguments, int help_fd);

/// Writes all of `text`. False where that fails; errno says why.
bool write_text(int fd, const std::string& text);

}  // namespace gimbal

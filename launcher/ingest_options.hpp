// The options of `gimbal ingest`, read from the command line and checked.
#pragma once

#include <string>
#include <vector>

#include "launcher/push_options.hpp"

namespace gimbal {

struct IngestOptions {
  PushOptions push;
  std::string session_id;
  std::string source_uri_ref;
  std::string profile = "balanced";
  bool stop_on_exit = true;
};

/// The error is one line; empty where help was asked for and has been printed to `help_fd`.
Result<IngestOptions> read_ingest_options(std::vector<std::string> arguments, int help_fd);

/// As in_words_of_options, where the job's id is the runner's own and nothing to check.
std::string in_words_of_ingest(const std::string& text);

}  // namespace gimbal

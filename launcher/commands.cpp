// What all subcommands say in the same way.
#include "launcher/commands.hpp"

#include <cstdio>

namespace gimbal {

void report_error(const std::string& command, const std::string& text) {
  const std::string name = command.empty() ? "gimbal" : "gimbal " + command;
  std::fprintf(stderr, "%s: %s\n", name.c_str(), text.c_str());
}

int end_without_stream(const std::string& command, const std::string& error) {
  if (error.empty()) {
    return 0;
  }
  report_error(command, error);
  return 2;
}

}  // namespace gimbal

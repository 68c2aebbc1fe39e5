#include "launcher/environment_options.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace gimbal {

namespace {

std::string variable_of(const std::string& option) {
  std::string name = "GIMBAL_" + option;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return c == '-' ? '_' : static_cast<char>(std::toupper(c));
  });
  return name;
}

bool is_yes(const std::string& value) {
  return value == "1" || value == "true" || value == "yes";
}

}  // namespace

std::vector<std::string> environment_arguments(const std::vector<GOptionEntry>& entries) {
  std::vector<std::string> arguments;
  for (const GOptionEntry& entry : entries) {
    const std::string name = entry.long_name == nullptr ? "" : entry.long_name;
    const char* value = name.empty() ? nullptr : std::getenv(variable_of(name).c_str());
    if (value == nullptr || *value == '\0') {
      continue;
    }
    if (entry.arg != G_OPTION_ARG_NONE) {
      arguments.push_back("--" + name + "=" + value);
    } else if (is_yes(value)) {
      arguments.push_back("--" + name);
    }
  }
  return arguments;
}

}  // namespace gimbal

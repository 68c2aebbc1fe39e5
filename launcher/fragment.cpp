#include "launcher/fragment.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace gimbal {

namespace {

bool is_plain(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '+' || c == '/' || c == '_';
  });
}

/// The lines of `text` that are not comments, on one line.
std::string without_comments(std::string_view text) {
  std::istringstream lines{std::string(text)};
  std::string joined;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != '#') {
      joined += (joined.empty() ? "" : " ") + line;
    }
  }
  return joined;
}

}  // namespace

Result<std::string> expand_fragment(std::string_view text, const Slots& slots) {
  const std::string source = without_comments(text);
  std::string expanded;
  std::set<std::string> used;
  std::size_t at = 0;
  for (;;) {
    const std::size_t open = source.find("${", at);
    expanded += source.substr(at, open - at);
    if (open == std::string::npos) {
      break;
    }
    const std::size_t close = source.find('}', open);
    const std::string name = source.substr(open + 2, close - open - 2);
    const auto slot = slots.find(name);
    if (close == std::string::npos || slot == slots.end()) {
      return Error{"the fragment's slot \"" + name + "\" has no value"};
    }
    if (!is_plain(slot->second)) {
      return Error{"the value of slot \"" + name + "\" is neither a number nor a name"};
    }
    expanded += slot->second;
    used.insert(name);
    at = close + 1;
  }
  for (const auto& [name, value] : slots) {
    if (used.count(name) == 0) {
      return Error{"the fragment has no slot \"" + name + "\""};
    }
  }
  return expanded;
}

Result<std::string> read_fragment(const std::string& name) {
  const char* overridden = std::getenv("GIMBAL_PIPELINES_DIR");
  const std::string folder = overridden != nullptr ? overridden : GIMBAL_PIPELINES_DIR;
  const std::string path = folder + "/" + name + ".launch";
  std::ifstream file(path);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return Error{"cannot read " + path + ": install Gimbal, or set GIMBAL_PIPELINES_DIR to its " +
                 "pipelines folder"};
  }
  return text.str();
}

}  // namespace gimbal

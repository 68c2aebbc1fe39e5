#include "launcher/environment_options.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

std::string variable_of(const std::string& option) {
  std::string name = "GIMBAL_" + option;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return c == '-' ? '_' : static_cast<char>(std::toupper(c));
  });
  return name;
}

std::string lower(const char* text) {
  const CharHandle lowered(g_ascii_strdown(text, -1));
  return lowered.get();
}

bool is_one_of(const std::string& value, std::initializer_list<const char*> words) {
  return std::find(words.begin(), words.end(), value) != words.end();
}

struct Setting {
  std::string variable;
  std::string option;
  const char* value;
  bool flag;
};

std::vector<Setting> settings_of(const std::vector<GOptionEntry>& entries) {
  std::vector<Setting> settings;
  for (const GOptionEntry& entry : entries) {
    if (entry.long_name == nullptr) {
      continue;
    }
    const std::string variable = variable_of(entry.long_name);
    const char* value = std::getenv(variable.c_str());
    if (value != nullptr && *value != '\0') {
      settings.push_back({variable, entry.long_name, value, entry.arg == G_OPTION_ARG_NONE});
    }
  }
  return settings;
}

}  // namespace

Result<std::vector<std::string>> environment_arguments(const std::vector<GOptionEntry>& entries) {
  std::vector<std::string> arguments;
  for (const Setting& setting : settings_of(entries)) {
    const std::string word = lower(setting.value);
    if (!setting.flag) {
      arguments.push_back("--" + setting.option + "=" + setting.value);
    } else if (is_one_of(word, {"1", "true", "yes", "on"})) {
      arguments.push_back("--" + setting.option);
    } else if (!is_one_of(word, {"0", "false", "no", "off"})) {
      return Error{setting.variable + " is neither yes nor no: set it to 1 or 0"};
    }
  }
  return arguments;
}

std::string environment_note(const std::vector<GOptionEntry>& entries) {
  std::string names;
  for (const Setting& setting : settings_of(entries)) {
    names += names.empty() ? " (from the environment: " : ", ";
    names += setting.variable;
  }
  return names.empty() ? "" : names + ")";
}

}  // namespace gimbal

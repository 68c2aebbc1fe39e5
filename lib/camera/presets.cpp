#include "lib/camera/presets.hpp"

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

/// C0, DEL and C1, the last of which are two bytes in UTF-8.
bool is_control(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  return byte(0) < 0x20 || byte(0) == 0x7f ||
         (character.size() == 2 && byte(0) == 0xc2 && byte(1) < 0xa0);
}

}  // namespace

std::string check_preset_name(std::string_view name) {
  std::string rule = "the name of a preset must have 1 to " + std::to_string(kMaxPresetName) +
                     " printable characters, in UTF-8";
  std::size_t characters = 0;
  while (!name.empty()) {
    const std::size_t length = utf8_length(name);
    if (length == 0 || is_control(name.substr(0, length)) || ++characters > kMaxPresetName) {
      return rule;
    }
    name.remove_prefix(length);
  }
  return characters == 0 ? rule : "";
}

std::string Presets::store(const std::string& name, const Framing& framing) {
  if (std::string error = check_preset_name(name); !error.empty()) {
    return error;
  }
  if (framings_.size() >= kMaxPresets && framings_.count(name) == 0) {
    return "there are " + std::to_string(kMaxPresets) +
           " presets already; remove one before storing another";
  }
  framings_[name] = framing;
  return "";
}

std::optional<Framing> Presets::find(const std::string& name) const {
  const auto found = framings_.find(name);
  return found == framings_.end() ? std::nullopt : std::optional(found->second);
}

std::string Presets::remove(const std::string& name) {
  return framings_.erase(name) == 1 ? "" : unknown(name);
}

std::vector<std::string> Presets::names() const {
  std::vector<std::string> names;
  for (const auto& [name, framing] : framings_) {
    names.push_back(name);
  }
  return names;
}

std::string Presets::unknown(const std::string& name) const {
  if (std::string error = check_preset_name(name); !error.empty()) {
    return error;
  }
  std::string text = "there is no preset \"" + name + "\"";
  std::string_view separator = "; there are: ";
  for (const auto& [known, framing] : framings_) {
    text.append(separator).append("\"").append(known).append("\"");
    separator = ", ";
  }
  return text;
}

}  // namespace gimbal

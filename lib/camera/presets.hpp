// Framings that have names.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/camera/crop.hpp"

namespace gimbal {

inline constexpr std::size_t kMaxPresets = 16;
inline constexpr std::size_t kMaxPresetName = 64;  ///< characters

/// Up to 16 of them; names have 1 to 64 printable characters, in UTF-8.
class Presets {
 public:
  /// Replaces one of the same name. An error text, and no change, where the name or the number of
  /// presets does not do.
  std::string store(const std::string& name, const Framing& framing);

  std::optional<Framing> find(const std::string& name) const;

  /// An error text where there is none of this name.
  std::string remove(const std::string& name);

  /// Sorted.
  std::vector<std::string> names() const;

  /// For the reader of an error: `there is no preset "a"; there are: "b", "c"`.
  std::string unknown(const std::string& name) const;

 private:
  std::map<std::string, Framing> framings_;
};

/// Whether `name` may be a preset's: an error text, or empty.
std::string check_preset_name(std::string_view name);

}  // namespace gimbal

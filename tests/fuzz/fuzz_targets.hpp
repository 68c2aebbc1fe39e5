// What reads bytes from outside, each with what has to hold whatever the bytes are.
#pragma once

#include <span>
#include <string_view>

namespace gimbal {

struct FuzzTarget {
  std::string_view name;
  /// Aborts, with a word on standard error, where something does not hold.
  void (*run)(std::string_view input);
};

std::span<const FuzzTarget> fuzz_targets();

/// Null where there is none of this name.
const FuzzTarget* find_fuzz_target(std::string_view name);

}  // namespace gimbal

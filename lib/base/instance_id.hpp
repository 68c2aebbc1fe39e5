// What a camera may be called.
#pragma once

#include <string_view>

namespace gimbal {

inline constexpr std::size_t kMaxInstanceId = 64;

/// 1 to 64 of A–Z a–z 0–9 . _ - that begin with a letter or a digit: such a name is safe as a word
/// of a command line, as part of a file name, in a URL and in YAML quotes.
bool is_instance_id(std::string_view text);

}  // namespace gimbal

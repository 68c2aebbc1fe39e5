// Which sources a job may have.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gimbal {

inline constexpr std::size_t kMaxSourceBytes = 4096;

/// What is wrong with a `source_uri_ref`, for its sender to read; empty where nothing is.
/// Allowed are `scene:NAME` and absolute URIs of the schemes a camera or a file can have.
std::optional<std::string> source_error(std::string_view source);

}  // namespace gimbal

// Which sources a job may have, and how to show one without its secrets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gimbal {

inline constexpr std::size_t kMaxSourceBytes = 4096;

/// What is wrong with a `source_uri_ref`, for its sender to read; empty where nothing is.
/// Allowed are `scene:NAME` and absolute URIs of the schemes a camera or a file can have.
std::optional<std::string> source_error(std::string_view source);

/// `text` with the user part of every URI in it, and the values of query parameters that are
/// secrets by name (password, token, …), replaced by `***`.
std::string mask_credentials(std::string_view text);

}  // namespace gimbal

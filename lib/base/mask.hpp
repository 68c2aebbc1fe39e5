// Text for logs and replies, without the secrets that URIs carry.
#pragma once

#include <string>
#include <string_view>

namespace gimbal {

/// `text` with the user part of every URI in it, and the values of query parameters that are
/// secrets by name (password, token, …), replaced by `***`.
std::string mask_credentials(std::string_view text);

}  // namespace gimbal

// Who may call: the bearer key, and which web pages may speak through a browser.
#pragma once

#include <string_view>

namespace gimbal {

enum class KeyCheck { kAllowed, kMissing, kWrong };

/// Compares an Authorization header (empty where there was none) with `key`. Everything is allowed
/// where `key` is empty. The time taken does not depend on how much of the key was right.
KeyCheck check_bearer(std::string_view authorization, std::string_view key);

/// Whether a Host header ("127.0.0.1:9001", "[::1]:9001", "localhost") names this machine's
/// loopback.
bool is_loopback_host(std::string_view host);

/// Whether an Origin header belongs to a page of the server that `host` names. A request without an
/// Origin (empty) does not come from another site's script.
bool is_same_origin(std::string_view origin, std::string_view host);

}  // namespace gimbal

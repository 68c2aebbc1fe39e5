// What every request meets before a route sees it: time and size limits, and headers that must not
// be ambiguous.
#pragma once

#include <string>

#include "agent/support/handles.hpp"

namespace gimbal {

inline constexpr std::size_t kMaxRequestBytes = 1 << 20;

/// Puts the gate before every request of `server`.
void attach_request_gate(SoupServer* server);

/// The body that came through the gate; empty where there was none. Once per request.
std::string take_request_body(SoupServerMessage* message);

}  // namespace gimbal

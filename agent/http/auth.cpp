// Header checks; nothing here knows the HTTP library.
#include "agent/http/auth.hpp"

#include <algorithm>
#include <cstddef>

namespace gimbal {

namespace {

constexpr std::string_view kScheme = "bearer ";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Walks over all of `presented` whatever it holds, so that timing says nothing about `key`.
bool constant_time_equal(std::string_view presented, std::string_view key) {
  std::size_t difference = presented.size() ^ key.size();
  for (std::size_t i = 0; i < presented.size(); ++i) {
    difference |= static_cast<unsigned char>(presented[i] ^ key[i % key.size()]);
  }
  return difference == 0;
}

/// "host" of "host:port"; brackets of an IPv6 address stay.
std::string_view without_port(std::string_view host) {
  const auto bracket = host.rfind(']');
  const auto colon = host.rfind(':');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) {
    return host;
  }
  return host.substr(0, colon);
}

}  // namespace

KeyCheck check_bearer(std::string_view authorization, std::string_view key) {
  if (key.empty()) {
    return KeyCheck::kAllowed;
  }
  if (!same_ignoring_case(authorization.substr(0, kScheme.size()), kScheme)) {
    return KeyCheck::kMissing;
  }
  const std::string_view presented = trimmed(authorization.substr(kScheme.size()));
  if (presented.empty()) {
    return KeyCheck::kMissing;
  }
  return constant_time_equal(presented, key) ? KeyCheck::kAllowed : KeyCheck::kWrong;
}

bool is_loopback_host(std::string_view host) {
  const std::string_view name = without_port(host);
  if (same_ignoring_case(name, "localhost") || name == "[::1]") {
    return true;
  }
  // Digits and dots only: "127.0.0.1.example.com" is somebody else.
  return name.starts_with("127.") &&
         name.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_same_origin(std::string_view origin, std::string_view host) {
  if (origin.empty()) {
    return true;
  }
  const auto scheme_end = origin.find("://");
  return scheme_end != std::string_view::npos &&
         same_ignoring_case(origin.substr(scheme_end + 3), host);
}

}  // namespace gimbal

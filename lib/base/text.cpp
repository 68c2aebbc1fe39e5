#include "lib/base/text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace gimbal {

std::string format_number(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::string mask_credentials(std::string_view text) {
  constexpr std::string_view kAfterScheme = "://";
  std::string masked;
  for (;;) {
    const std::size_t scheme = text.find(kAfterScheme);
    if (scheme == std::string_view::npos) {
      return masked += text;
    }
    const std::size_t start = scheme + kAfterScheme.size();
    masked += text.substr(0, start);
    text.remove_prefix(start);
    // User information ends at the last @ before the path; a password may hold an @ of its own.
    const std::string_view authority = text.substr(0, text.find_first_of("/?# \t\n\"'"));
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos) {
      masked += "***";
      text.remove_prefix(at);
    }
  }
}

}  // namespace gimbal

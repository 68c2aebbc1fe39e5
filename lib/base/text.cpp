#include "lib/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace gimbal {

std::string format_number(double value) {
  std::array<char, 32> buffer{};
  // The sum has no minus before a 0, which JSON readers take for the whole number 0.
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value + 0.0);
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

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xc2 && lead <= 0xdf && follows(1)) {
    return 2;
  }
  if (lead >= 0xe0 && lead <= 0xef && follows(1) && follows(2)) {
    const bool overlong = lead == 0xe0 && byte(1) < 0xa0;
    const bool surrogate = lead == 0xed && byte(1) > 0x9f;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4 && follows(1) && follows(2) && follows(3)) {
    const bool overlong = lead == 0xf0 && byte(1) < 0x90;
    const bool beyond = lead == 0xf4 && byte(1) > 0x8f;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

std::string shown(std::string_view text, std::size_t most) {
  std::string clean;
  for (std::size_t i = 0; i < most && !text.empty(); ++i) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, length);
    // Of C0, DEL, and C1, which UTF-8 begins with 0xc2.
    const bool control = character < " " || character == "\x7f" ||
                         (character >= "\xc2\x80" && character <= "\xc2\x9f");
    clean += control ? "?" : character;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text.empty() ? clean : clean + "...";
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace gimbal

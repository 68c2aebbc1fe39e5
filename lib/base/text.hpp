// Small helpers for text that people read or type.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gimbal {

/// A number the shortest way that reads back the same, never in the locale's form: 0.5, 30, 1e+20.
std::string format_number(double value);

/// The whole of `text` as a finite number in C form; empty for anything else.
std::optional<double> parse_number(std::string_view text);

/// Bytes of the well-formed UTF-8 sequence at the start of `text`, 0 where there is none (RFC
/// 3629).
std::size_t utf8_length(std::string_view text);

/// What an error may show of a text from outside: its first `most` characters, with "..." where
/// there are more, and '?' for control characters and what is not UTF-8.
std::string shown(std::string_view text, std::size_t most = 64);

/// Whether all of `text` is well-formed UTF-8.
bool is_utf8(std::string_view text);

}  // namespace gimbal

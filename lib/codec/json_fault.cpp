#include "lib/codec/json_fault.hpp"

#include <algorithm>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr std::string_view kOfWords =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._";

bool is_one_of(char byte, std::string_view bytes) {
  return bytes.find(byte) != std::string_view::npos;
}

bool is_of_json(std::string_view word) {
  return word == "true" || word == "false" || word == "null" || parse_number(word).has_value();
}

std::string at_byte(std::size_t offset) {
  return " at byte " + std::to_string(offset + 1);
}

/// The string that begins `text`, with its quotes, as far as it goes.
std::string_view string_at(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') {
    end += text[end] == '\\' ? 2U : 1U;
  }
  return text.substr(0, end + 1);
}

}  // namespace

std::string json_fault(std::string_view text, std::size_t max_depth) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) {
      return "the JSON text is not valid UTF-8" + at_byte(at);
    }
    at += length;
  }
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.front() == '"') {
      at += string_at(rest).size();
      continue;
    }
    const std::string_view word = rest.substr(0, rest.find_first_not_of(kOfWords));
    if (!word.empty() && !is_of_json(word)) {
      return "the JSON text has '" + shown(word) + "'" + at_byte(at) +
             ", which is no number that can be read, nor true, false or null";
    }
    depth += is_one_of(rest.front(), "[{") ? 1U : 0U;
    depth -= is_one_of(rest.front(), "]}") && depth > 0 ? 1U : 0U;
    if (depth > max_depth) {
      return "the JSON text is nested deeper than " + std::to_string(max_depth) + " levels" +
             at_byte(at);
    }
    at += std::max<std::size_t>(word.size(), 1);
  }
  return "";
}

}  // namespace gimbal

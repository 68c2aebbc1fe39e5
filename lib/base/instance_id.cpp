#include "lib/base/instance_id.hpp"

#include <algorithm>

namespace gimbal {

namespace {

/// ASCII only, whatever the locale.
bool is_letter_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_id_character(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

}  // namespace

bool is_instance_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaxInstanceId && is_letter_or_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), is_id_character);
}

}  // namespace gimbal

// Numbers from outside: finite and in range, or an error text that names the field and the range.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace gimbal {

struct CheckedNumber {
  std::string_view field;
  double value = 0;
  double min = 0;
  double max = 0;
};

/// Of the first one that is not a number from `min` to `max`; empty where all are.
std::string check_numbers(std::initializer_list<CheckedNumber> numbers);

}  // namespace gimbal

// Numbers from outside: finite and in range, or an error text that names the field and the range.
#pragma once

#include <string>
#include <string_view>

namespace gimbal {

/// Empty where `value` is a number from `min` to `max`.
std::string check_number(std::string_view field, double value, double min, double max);

}  // namespace gimbal

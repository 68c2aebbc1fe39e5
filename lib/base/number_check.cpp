#include "lib/base/number_check.hpp"

#include <cmath>

#include "lib/base/text.hpp"

namespace gimbal {

std::string check_numbers(std::initializer_list<CheckedNumber> numbers) {
  for (const CheckedNumber& n : numbers) {
    if (!(n.value >= n.min && n.value <= n.max)) {  // so that NaN is refused
      return std::string(n.field) + " must be between " + format_number(n.min) + " and " +
             format_number(n.max) +
             (std::isfinite(n.value) ? ", not " + format_number(n.value) : "");
    }
  }
  return "";
}

}  // namespace gimbal

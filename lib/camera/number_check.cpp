#include "lib/camera/number_check.hpp"

#include <cmath>

#include "lib/base/text.hpp"

namespace gimbal {

std::string check_number(std::string_view field, double value, double min, double max) {
  if (value >= min && value <= max) {  // false for NaN
    return "";
  }
  return std::string(field) + " must be between " + format_number(min) + " and " +
         format_number(max) + (std::isfinite(value) ? ", not " + format_number(value) : "");
}

}  // namespace gimbal

#include "gst-plugins/virtualptz/output_size.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

int to_even(double value) {
  return std::max(2, 2 * static_cast<int>(std::lround(value / 2)));
}

}  // namespace

SizeWish choose_output_size(const SizeWish& wish, const PictureShape& input) {
  const double aspect = input.display_aspect();
  if (wish.width > 0 && wish.height > 0) {
    return wish;
  }
  if (wish.width > 0) {
    return {wish.width, to_even(wish.width / aspect)};
  }
  if (wish.height > 0) {
    return {to_even(wish.height * aspect), wish.height};
  }
  return {input.pixel_aspect == 1.0 ? input.width : to_even(input.height * aspect), input.height};
}

}  // namespace gimbal

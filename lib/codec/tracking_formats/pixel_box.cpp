#include "lib/codec/tracking_formats/pixel_box.hpp"

#include <algorithm>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

struct Extent {
  double low = 0;
  double high = 0;
  double middle() const { return (low + high) / 2; }
  double length() const { return high - low; }
};

bool is_outside(double low, double high, double length) {
  return high < 0 || low > length;
}

/// In fractions of `length`, cut off at the borders.
Extent part_of(double low, double high, double length) {
  return {std::clamp(low / length, 0.0, 1.0), std::clamp(high / length, 0.0, 1.0)};
}

}  // namespace

std::optional<TrackedTarget> PixelBoxes::target(const PixelBox& box, const PixelSize& size) {
  error_.clear();
  if (size.width <= 0 || size.height <= 0) {
    error_ =
        "Boxes in pixels want the size of the picture that the detector saw: set its width and "
        "height";
  } else if (box.right < box.left || box.bottom < box.top) {
    error_ = "Input should be a box whose right and bottom do not lie before its left and top";
  }
  if (!error_.empty()) {
    return std::nullopt;
  }
  if (is_outside(box.left, box.right, size.width) || is_outside(box.top, box.bottom, size.height)) {
    ++outside_;
    size_ = size;
    return std::nullopt;
  }
  const Extent across = part_of(box.left, box.right, size.width);
  const Extent down = part_of(box.top, box.bottom, size.height);
  ++inside_;
  TrackedTarget target;
  target.x = across.middle();
  target.y = down.middle();
  target.w = across.length();
  target.h = down.length();
  return target;
}

std::string PixelBoxes::complaint() const {
  return !all_outside()
             ? ""
             : "every box lies outside of a picture of " + format_number(size_.width) + "x" +
                   format_number(size_.height) + " pixels: set the size that the detector saw";
}

}  // namespace gimbal

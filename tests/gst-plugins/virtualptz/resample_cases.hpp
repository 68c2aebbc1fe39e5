// What every backend of virtualptz's resampler is tried with: places and sizes of the crop, and
// what the definition makes of them.
#pragma once

#include <string>
#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/resample/method.hpp"
#include "tests/resample/reference.hpp"

namespace gimbal {

struct ResampleCase {
  std::string name;
  int in_width;
  int in_height;
  int out_width;
  int out_height;
  Placement placement;
};

inline const std::vector<ResampleCase>& resample_cases() {
  static const std::vector<ResampleCase> cases = {
      {"a quarter, half way between pixels",
       320,
       180,
       160,
       90,
       {{40.5, 22.25, 160, 90}, 0, 0, 160, 90}},
      {"enlarged a little", 320, 180, 200, 112, {{13.37, 7.91, 178.2, 99.8}, 0, 0, 200, 112}},
      {"enlarged five times", 320, 180, 256, 144, {{100.1, 50.7, 51.2, 28.8}, 0, 0, 256, 144}},
      {"half of all", 320, 180, 160, 90, {{0, 0, 320, 180}, 0, 0, 160, 90}},
      {"a third and a bit, off the corner",
       640,
       360,
       192,
       108,
       {{3.3, 1.7, 636.1, 357.9}, 0, 0, 192, 108}},
      {"much smaller", 640, 360, 64, 36, {{0, 0, 640, 360}, 0, 0, 64, 36}},
      {"odd sizes", 321, 181, 155, 87, {{10.2, 5.1, 233.3, 131.3}, 0, 0, 155, 87}},
      {"stretched", 320, 180, 128, 128, {{20.7, 10.3, 250.4, 90.6}, 0, 0, 128, 128}},
      {"with bars beside", 320, 180, 200, 90, {{0, 0, 320, 180}, 20, 0, 160, 90}},
      {"with bars above and below", 320, 180, 160, 120, {{31.5, 17.7, 224, 126}, 0, 16, 160, 90}},
  };
  return cases;
}

inline constexpr ResampleMethod kResampleMethods[] = {
    ResampleMethod::kAuto, ResampleMethod::kBilinear, ResampleMethod::kBicubic,
    ResampleMethod::kLanczos};

/// Along one axis of a plane whose samples lie on `first_centre`, `spacing` apart: the shown part.
inline reference::Axis shown_axis(double crop_origin, double crop_size, int begin, int size,
                                  double first_centre, int spacing) {
  const int first = (begin + spacing - 1) / spacing;
  const int last = (begin + size + spacing - 1) / spacing;
  auto axis =
      reference::crop_axis(crop_origin, crop_size, begin, size, first_centre, spacing, last);
  axis.places.erase(axis.places.begin(), axis.places.begin() + first);
  return axis;
}

/// Whether the reference has a kernel for it: auto between 1:1 and half the size is a mix of two.
inline bool has_reference(ResampleMethod method, const reference::Axis& horizontal,
                          const reference::Axis& vertical) {
  return method != ResampleMethod::kAuto || (horizontal.step <= 1 && vertical.step <= 1) ||
         (horizontal.step >= 2 && vertical.step >= 2);
}

/// What `source` becomes, neither rounded nor clamped.
inline reference::Field exact_picture(const reference::Field& source, ResampleMethod method,
                                      const reference::Axis& horizontal,
                                      const reference::Axis& vertical) {
  using reference::Kernel;
  const reference::Spread wide = reference::antialiasing(horizontal, vertical);
  switch (method) {
    case ResampleMethod::kBilinear:
      return reference::resample(source, horizontal, vertical, Kernel::kTriangle);
    case ResampleMethod::kBicubic:
      return reference::resample(source, horizontal, vertical, Kernel::kCatmullRom, wide);
    case ResampleMethod::kLanczos:
      return reference::resample(source, horizontal, vertical, Kernel::kLanczos3, wide);
    case ResampleMethod::kAuto:
      break;
  }
  return reference::resample(source, horizontal, vertical,
                             horizontal.step <= 1 ? Kernel::kCatmullRom : Kernel::kTriangle, wide);
}

}  // namespace gimbal

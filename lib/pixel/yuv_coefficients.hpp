// The RGB to YUV matrices of BT.601 and BT.709 as small integers, for SIMD with 8-bit multiplies.
#pragma once

#include <cstdint>

namespace gimbal {

enum class YuvMatrix { kBt601, kBt709 };
enum class YuvRange { kLimited, kFull };

/// Fractional bits of a weighed sum; its upper 16 bits, a word, have kYuvWordShift left.
inline constexpr int kYuvShift = 21;
inline constexpr int kYuvWordShift = kYuvShift - 16;

/// One row of the matrix. With sum = (r * red + g * green) * red_green_scale + b * blue *
/// blue_scale, a sample is ((sum >> 16) + offset) >> kYuvWordShift. Both products before their
/// scale fit 16 bits. Red and green share a scale: their weights say their ratio.
struct YuvRow {
  std::int8_t red = 0;
  std::int8_t green = 0;
  std::int8_t blue = 0;
  std::int16_t red_green_scale = 0;
  std::int16_t blue_scale = 0;
  std::int16_t offset = 0;  ///< with the half that rounds
};

/// `y` takes one pixel, `u` and `v` the sum of two (each with full weights: their mean comes out).
struct YuvCoefficients {
  YuvRow y;
  YuvRow u;
  YuvRow v;
};

/// The coefficients of ITU-R BT.601-7 or BT.709-6, for full-range RGB in. A sample is off the exact
/// value by at most 0.1 before rounding.
YuvCoefficients yuv_coefficients(YuvMatrix matrix, YuvRange range);

}  // namespace gimbal

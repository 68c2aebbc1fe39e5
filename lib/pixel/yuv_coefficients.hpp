// The RGB to YUV matrices of BT.601 and BT.709 as small integers, for SIMD with 8-bit multiplies.
#pragma once

#include <cstdint>

namespace gimbal {

enum class YuvMatrix { kBt601, kBt709 };
enum class YuvRange { kLimited, kFull };

/// Fractional bits of (sum >> 16), a word. A luma word has just the one that decides how to round.
inline constexpr int kLumaWordBits = 1;
inline constexpr int kChromaWordBits = 5;

/// One row of the matrix: sum = (r * red + g * green) * red_green_scale + b * blue * blue_scale.
/// Both products before their scale fit 16 bits. Red and green share a scale: their weights say
/// their ratio.
struct YuvRow {
  std::int8_t red = 0;
  std::int8_t green = 0;
  std::int8_t blue = 0;
  std::int16_t red_green_scale = 0;
  std::int16_t blue_scale = 0;
};

/// `y` takes one pixel, `u` and `v` the sum of two (each with full weights: their mean comes out).
/// A sample is its word, rounded, and the offset: `black` for luma, 128 for chroma, at most 255.
struct YuvCoefficients {
  YuvRow y;
  YuvRow u;
  YuvRow v;
  std::uint8_t black = 0;
};

/// The coefficients of ITU-R BT.601-7 or BT.709-6, for full-range RGB in. A sample is off the exact
/// value by at most 0.2 before rounding; greys are exact but for a hundredth.
YuvCoefficients yuv_coefficients(YuvMatrix matrix, YuvRange range);

}  // namespace gimbal

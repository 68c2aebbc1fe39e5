#include "lib/pixel/yuv_coefficients.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace gimbal {
namespace {

/// What a row makes of a colour before rounding, without its offset; `pixels` are added up.
double value(const YuvRow& row, int word_bits, int pixels, const std::array<int, 3>& rgb) {
  const int red_green = pixels * (rgb[0] * row.red + rgb[1] * row.green);
  const double sum = static_cast<double>(red_green) * row.red_green_scale +
                     static_cast<double>(pixels * rgb[2] * row.blue) * row.blue_scale;
  return std::floor(sum / 65536) / (1 << word_bits);
}

/// Y, U and V by their definition: luma, and scaled differences from it.
std::array<double, 3> exact(bool bt709, bool full, const std::array<int, 3>& rgb) {
  const double y = bt709 ? 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
                         : 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  return {y * (full ? 1 : 219.0 / 255),
          (rgb[2] - y) / (bt709 ? 1.8556 : 1.772) * (full ? 1 : 224.0 / 255),
          (rgb[0] - y) / (bt709 ? 1.5748 : 1.402) * (full ? 1 : 224.0 / 255)};
}

TEST(YuvCoefficients, AreAsNearAsTheyPromise) {
  for (const bool bt709 : {false, true}) {
    for (const bool full : {false, true}) {
      const auto k = yuv_coefficients(bt709 ? YuvMatrix::kBt709 : YuvMatrix::kBt601,
                                      full ? YuvRange::kFull : YuvRange::kLimited);
      for (int corner = 0; corner < 8; ++corner) {
        const std::array<int, 3> rgb = {corner & 1 ? 255 : 0, corner & 2 ? 255 : 0,
                                        corner & 4 ? 255 : 0};
        const auto want = exact(bt709, full, rgb);
        // A word is cut off below its last bit.
        EXPECT_NEAR(value(k.y, kLumaWordBits, 1, rgb), want[0] - 0.25, 0.25 + 0.2) << corner;
        EXPECT_NEAR(value(k.u, kChromaWordBits, 2, rgb), want[1], 0.2) << corner;
        EXPECT_NEAR(value(k.v, kChromaWordBits, 2, rgb), want[2], 0.2) << corner;
      }
    }
  }
}

TEST(YuvCoefficients, GreysHaveNoColourAtAll) {
  for (const YuvMatrix matrix : {YuvMatrix::kBt601, YuvMatrix::kBt709}) {
    for (const YuvRange range : {YuvRange::kLimited, YuvRange::kFull}) {
      const auto k = yuv_coefficients(matrix, range);
      for (const YuvRow& row : {k.u, k.v}) {
        EXPECT_EQ((row.red + row.green) * row.red_green_scale + row.blue * row.blue_scale, 0);
      }
    }
  }
}

}  // namespace
}  // namespace gimbal

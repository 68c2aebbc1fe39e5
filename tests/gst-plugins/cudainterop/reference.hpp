// What NV12 is expected from an RGBA picture: the definition in double precision, by another route
// than the code under test (luma first, chroma as scaled colour differences).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gimbal::cudainterop {

/// A tightly packed picture, `stride` bytes a row.
struct RgbaPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> bytes;

  std::array<double, 3> pixel(int x, int y) const {
    const int cx = std::clamp(x, 0, width - 1);
    const int cy = std::clamp(y, 0, height - 1);
    const auto at = static_cast<std::size_t>(cy * width + cx) * 4;
    return {static_cast<double>(bytes[at]), static_cast<double>(bytes[at + 1]),
            static_cast<double>(bytes[at + 2])};
  }
};

inline std::array<double, 3> reference_yuv(const std::array<double, 3>& rgb, bool bt709,
                                           bool full) {
  const double y = bt709 ? 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
                         : 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  const double cb = (rgb[2] - y) / (bt709 ? 1.8556 : 1.772);
  const double cr = (rgb[0] - y) / (bt709 ? 1.5748 : 1.402);
  if (full) {
    return {y, cb + 128, cr + 128};
  }
  return {16 + y * 219 / 255, 128 + cb * 224 / 255, 128 + cr * 224 / 255};
}

/// The largest difference between the planes and the exact values for `picture`.
inline double worst_error(const RgbaPicture& picture, bool bt709, bool full,
                          const std::uint8_t* luma, std::ptrdiff_t luma_stride,
                          const std::uint8_t* chroma, std::ptrdiff_t chroma_stride) {
  double worst = 0;
  const auto compare = [&worst](double exact, std::uint8_t got) {
    worst = std::max(worst, std::fabs(std::clamp(exact, 0.0, 255.0) - got));
  };
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      compare(reference_yuv(picture.pixel(x, y), bt709, full)[0], luma[y * luma_stride + x]);
    }
  }
  for (int y = 0; y < (picture.height + 1) / 2; ++y) {
    for (int x = 0; x < (picture.width + 1) / 2; ++x) {
      std::array<double, 3> mean{};
      for (const int row : {2 * y, 2 * y + 1}) {
        for (const int offset : {-1, 0, 0, 1}) {
          const auto p = picture.pixel(2 * x + offset, row);
          for (std::size_t c = 0; c < 3; ++c) {
            mean[c] += p[c] / 8;
          }
        }
      }
      const auto exact = reference_yuv(mean, bt709, full);
      compare(exact[1], chroma[y * chroma_stride + 2 * x]);
      compare(exact[2], chroma[y * chroma_stride + 2 * x + 1]);
    }
  }
  return worst;
}

}  // namespace gimbal::cudainterop

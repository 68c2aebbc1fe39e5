#include "lib/pixel/rgba_to_yuv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace gimbal {
namespace {

using Rgb = std::array<double, 3>;
using Yuv = std::array<double, 3>;

/// The definition, in double precision and by another route than the code under test: luma first,
/// chroma as scaled colour differences.
Yuv reference(const Rgb& rgb, YuvMatrix matrix, YuvRange range) {
  const bool bt709 = matrix == YuvMatrix::kBt709;
  const double y = bt709 ? 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
                         : 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  const double cb = (rgb[2] - y) / (bt709 ? 1.8556 : 1.772);
  const double cr = (rgb[0] - y) / (bt709 ? 1.5748 : 1.402);
  if (range == YuvRange::kFull) {
    return {y, cb + 128, cr + 128};
  }
  return {16 + y * 219 / 255, 128 + cb * 224 / 255, 128 + cr * 224 / 255};
}

class Conversion {
 public:
  Conversion(int width, int height) : width_(width), height_(height) {
    rgba_.resize(static_cast<std::size_t>(width * height * 4));
    luma_.resize(static_cast<std::size_t>(width * height));
    chroma_.resize(static_cast<std::size_t>((width + 1) / 2 * ((height + 1) / 2) * 2));
  }

  void fill_random(unsigned seed) {
    std::mt19937 random(seed);
    for (auto& byte : rgba_) {
      byte = static_cast<std::uint8_t>(random());
    }
  }

  void run(YuvMatrix matrix, YuvRange range, bool nv12) {
    const int chroma_width = (width_ + 1) / 2;
    ChromaOutput out{chroma_.data(), chroma_.data() + 1, 2 * chroma_width, 2};
    if (!nv12) {
      out = {chroma_.data(), chroma_.data() + chroma_.size() / 2, chroma_width, 1};
    }
    rgba_to_yuv420({rgba_.data(), width_ * 4, width_, height_},
                   {luma_.data(), width_, width_, height_}, out, yuv_coefficients(matrix, range));
    matrix_ = matrix;
    range_ = range;
    nv12_ = nv12;
  }

  double worst_error() const {
    double worst = 0;
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        const double exact = reference(pixel(x, y), matrix_, range_)[0];
        worst = std::max(worst, std::fabs(exact - luma_[static_cast<std::size_t>(y * width_ + x)]));
      }
    }
    for (int y = 0; y < (height_ + 1) / 2; ++y) {
      for (int x = 0; x < (width_ + 1) / 2; ++x) {
        const Yuv exact = reference(chroma_pixel(x, y), matrix_, range_);
        worst = std::max(worst, std::fabs(std::min(exact[1], 255.0) - chroma(x, y, 0)));
        worst = std::max(worst, std::fabs(std::min(exact[2], 255.0) - chroma(x, y, 1)));
      }
    }
    return worst;
  }

 private:
  Rgb pixel(int x, int y) const {
    const int cx = std::clamp(x, 0, width_ - 1);
    const int cy = std::clamp(y, 0, height_ - 1);
    const auto at = static_cast<std::size_t>((cy * width_ + cx) * 4);
    return {static_cast<double>(rgba_[at]), static_cast<double>(rgba_[at + 1]),
            static_cast<double>(rgba_[at + 2])};
  }
  Rgb chroma_pixel(int x, int y) const {
    Rgb mean{};
    for (const int row : {2 * y, 2 * y + 1}) {
      for (const int offset : {-1, 0, 0, 1}) {
        const Rgb p = pixel(2 * x + offset, row);
        for (std::size_t c = 0; c < 3; ++c) {
          mean[c] += p[c] / 8;
        }
      }
    }
    return mean;
  }
  double chroma(int x, int y, int which) const {
    const int at = y * ((width_ + 1) / 2) + x;
    const std::size_t index =
        nv12_ ? static_cast<std::size_t>(2 * at + which)
              : static_cast<std::size_t>(at) + (which == 1 ? chroma_.size() / 2 : 0);
    return chroma_[index];
  }

  int width_;
  int height_;
  YuvMatrix matrix_{};
  YuvRange range_{};
  bool nv12_ = true;
  std::vector<std::uint8_t> rgba_;
  std::vector<std::uint8_t> luma_;
  std::vector<std::uint8_t> chroma_;
};

TEST(RgbaToYuv, WithinOneOfTheExactValue) {
  unsigned seed = 1;
  for (const YuvMatrix matrix : {YuvMatrix::kBt601, YuvMatrix::kBt709}) {
    for (const YuvRange range : {YuvRange::kLimited, YuvRange::kFull}) {
      for (const bool nv12 : {true, false}) {
        // Widths around the vector lengths, odd sizes, and one pixel.
        for (const int width : {1, 2, 15, 16, 17, 33, 64, 127, 322}) {
          for (const int height : {1, 2, 7}) {
            Conversion conversion(width, height);
            conversion.fill_random(seed++);
            conversion.run(matrix, range, nv12);
            EXPECT_LE(conversion.worst_error(), 1.0) << width << "x" << height << " nv12 " << nv12;
          }
        }
      }
    }
  }
}

TEST(RgbaToYuv, BlackAndWhiteAreExact) {
  for (const YuvMatrix matrix : {YuvMatrix::kBt601, YuvMatrix::kBt709}) {
    const std::vector<std::uint8_t> white(4 * 64 * 2, 255);
    std::vector<std::uint8_t> luma(64 * 2);
    std::vector<std::uint8_t> chroma(64);
    rgba_to_yuv420({white.data(), 256, 64, 2}, {luma.data(), 64, 64, 2},
                   {chroma.data(), chroma.data() + 1, 64, 2},
                   yuv_coefficients(matrix, YuvRange::kLimited));
    EXPECT_EQ(std::count(luma.begin(), luma.end(), 235), 128);
    EXPECT_EQ(std::count(chroma.begin(), chroma.end(), 128), 64);
  }
}

}  // namespace
}  // namespace gimbal

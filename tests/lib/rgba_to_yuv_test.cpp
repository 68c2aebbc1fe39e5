#include "lib/pixel/rgba_to_yuv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>
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

constexpr int kPad = 5;  // bytes between rows, so that strides are odd
constexpr std::uint8_t kUntouched = 0xa5;

struct Layout {
  YuvMatrix matrix;
  YuvRange range;
  bool nv12;
};

std::vector<Layout> all_layouts() {
  std::vector<Layout> layouts;
  for (const YuvMatrix matrix : {YuvMatrix::kBt601, YuvMatrix::kBt709}) {
    for (const YuvRange range : {YuvRange::kLimited, YuvRange::kFull}) {
      for (const bool nv12 : {true, false}) {
        layouts.push_back({matrix, range, nv12});
      }
    }
  }
  return layouts;
}

/// One plane with rows further apart than they are long, and what lies between them watched.
class PaddedPlane {
 public:
  PaddedPlane(int row_bytes, int rows)
      : row_bytes_(row_bytes),
        rows_(rows),
        bytes_(static_cast<std::size_t>(stride() * rows), kUntouched) {}

  std::ptrdiff_t stride() const { return row_bytes_ + kPad; }
  std::uint8_t* data() { return bytes_.data(); }
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  std::uint8_t at(int x, int y) const { return bytes_[static_cast<std::size_t>(y * stride() + x)]; }
  bool padding_is_untouched() const {
    for (int y = 0; y < rows_; ++y) {
      for (int x = row_bytes_; x < row_bytes_ + kPad; ++x) {
        if (at(x, y) != kUntouched) {
          return false;
        }
      }
    }
    return true;
  }

 private:
  int row_bytes_;
  int rows_;
  std::vector<std::uint8_t> bytes_;
};

class Conversion {
 public:
  Conversion(int width, int height, const Layout& layout)
      : width_(width),
        height_(height),
        layout_(layout),
        rgba_(4 * width, height),
        luma_(width, height),
        u_(chroma_width() * (layout.nv12 ? 2 : 1), chroma_height()),
        v_(chroma_width(), chroma_height()) {}

  template <class NextByte>
  void fill(NextByte next) {
    for (int y = 0; y < height_; ++y) {
      std::generate_n(rgba_.data() + y * rgba_.stride(), 4 * width_, next);
    }
  }

  void run(RgbaToYuvFunction convert) {
    const ChromaOutput planar{u_.data(), v_.data(), u_.stride(), 1};
    const ChromaOutput pairs{u_.data(), u_.data() + 1, u_.stride(), 2};
    convert({rgba_.data(), rgba_.stride(), width_, height_},
            {luma_.data(), luma_.stride(), width_, height_}, layout_.nv12 ? pairs : planar,
            yuv_coefficients(layout_.matrix, layout_.range));
  }

  double worst_error() const {
    double worst = 0;
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        worst = std::max(worst, std::fabs(exact(pixel(x, y))[0] - luma_.at(x, y)));
      }
    }
    for (int y = 0; y < chroma_height(); ++y) {
      for (int x = 0; x < chroma_width(); ++x) {
        const Yuv want = exact(chroma_pixel(x, y));
        worst = std::max(worst, std::fabs(std::min(want[1], 255.0) - u(x, y)));
        worst = std::max(worst, std::fabs(std::min(want[2], 255.0) - v(x, y)));
      }
    }
    return worst;
  }

  bool wrote_beside_the_picture() const {
    return !luma_.padding_is_untouched() || !u_.padding_is_untouched() ||
           !v_.padding_is_untouched();
  }

  std::vector<std::uint8_t> bytes() const {
    std::vector<std::uint8_t> all = luma_.bytes();
    all.insert(all.end(), u_.bytes().begin(), u_.bytes().end());
    all.insert(all.end(), v_.bytes().begin(), v_.bytes().end());
    return all;
  }

  int luma(int x, int y) const { return luma_.at(x, y); }
  int u(int x, int y) const { return layout_.nv12 ? u_.at(2 * x, y) : u_.at(x, y); }
  int v(int x, int y) const { return layout_.nv12 ? u_.at(2 * x + 1, y) : v_.at(x, y); }

 private:
  int chroma_width() const { return (width_ + 1) / 2; }
  int chroma_height() const { return (height_ + 1) / 2; }
  Yuv exact(const Rgb& rgb) const { return reference(rgb, layout_.matrix, layout_.range); }

  Rgb pixel(int x, int y) const {
    const int left = 4 * std::clamp(x, 0, width_ - 1);
    const int row = std::clamp(y, 0, height_ - 1);
    return {static_cast<double>(rgba_.at(left, row)), static_cast<double>(rgba_.at(left + 1, row)),
            static_cast<double>(rgba_.at(left + 2, row))};
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

  int width_;
  int height_;
  Layout layout_;
  PaddedPlane rgba_;
  PaddedPlane luma_;
  PaddedPlane u_;
  PaddedPlane v_;
};

/// Runs each test with every instruction set that this CPU and the portable code offer.
class RgbaToYuv : public testing::TestWithParam<RgbaToYuvVariant> {};

INSTANTIATE_TEST_SUITE_P(With, RgbaToYuv, testing::ValuesIn(rgba_to_yuv_variants()),
                         [](const auto& one) { return std::string(one.param.instructions); });

TEST_P(RgbaToYuv, RandomColoursAreWithinOneOfTheExactValue) {
  std::mt19937 random(1);
  for (const Layout& layout : all_layouts()) {
    // Widths around those of blocks, odd sizes, and one pixel.
    for (const int width : {1, 2, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 322}) {
      for (const int height : {1, 2, 7}) {
        Conversion conversion(width, height, layout);
        conversion.fill([&] { return static_cast<std::uint8_t>(random()); });
        conversion.run(GetParam().convert);
        EXPECT_LE(conversion.worst_error(), 1.0) << width << "x" << height;
        EXPECT_FALSE(conversion.wrote_beside_the_picture()) << width << "x" << height;
      }
    }
  }
}

TEST_P(RgbaToYuv, ExtremeColoursAreWithinOneOfTheExactValue) {
  // Every sum at its largest and smallest, and every rounding in the mean the same way.
  std::mt19937 random(2);
  for (const Layout& layout : all_layouts()) {
    for (const std::array<std::uint8_t, 2> values :
         {std::array<std::uint8_t, 2>{0, 255}, {0, 1}, {254, 255}}) {
      Conversion conversion(640, 64, layout);
      conversion.fill([&] { return values[random() % 2]; });
      conversion.run(GetParam().convert);
      EXPECT_LE(conversion.worst_error(), 1.0) << int{values[0]} << " " << int{values[1]};
    }
  }
}

TEST_P(RgbaToYuv, FlatColoursAreRoundedToTheNearest) {
  for (const Layout& layout : all_layouts()) {
    for (int colour = 0; colour < 125; ++colour) {
      const std::array<std::uint8_t, 5> levels = {0, 16, 128, 235, 255};
      const std::array<std::uint8_t, 4> rgba = {levels[static_cast<std::size_t>(colour % 5)],
                                                levels[static_cast<std::size_t>(colour / 5 % 5)],
                                                levels[static_cast<std::size_t>(colour / 25)],
                                                static_cast<std::uint8_t>(colour)};
      Conversion conversion(66, 2, layout);
      conversion.fill([&, i = std::size_t{0}]() mutable { return rgba[i++ % 4]; });
      conversion.run(GetParam().convert);
      EXPECT_LE(conversion.worst_error(), 0.6) << colour;
    }
  }
}

TEST_P(RgbaToYuv, GreysHaveNoColour) {
  for (const Layout& layout : all_layouts()) {
    for (int grey = 0; grey < 256; grey += 3) {
      Conversion conversion(34, 2, layout);
      conversion.fill([grey] { return static_cast<std::uint8_t>(grey); });
      conversion.run(GetParam().convert);
      const double y = layout.range == YuvRange::kFull ? grey : 16 + grey * 219 / 255.0;
      EXPECT_EQ(conversion.luma(33, 1), std::lround(y)) << grey;
      EXPECT_EQ(conversion.u(16, 0), 128) << grey;
      EXPECT_EQ(conversion.v(16, 0), 128) << grey;
    }
  }
}

TEST_P(RgbaToYuv, IsTheSameWithEveryInstructionSet) {
  for (const Layout& layout : all_layouts()) {
    std::mt19937 random(3);
    Conversion ours(333, 17, layout);
    ours.fill([&] { return static_cast<std::uint8_t>(random()); });
    Conversion portable = ours;
    ours.run(GetParam().convert);
    portable.run(rgba_to_yuv_variants().back().convert);
    EXPECT_EQ(ours.bytes(), portable.bytes());
  }
}

TEST(RgbaToYuvChoice, IsTheBestThatTheProcessorHas) {
#if defined(__x86_64__)
  const char* best = __builtin_cpu_supports("avx2") ? "AVX2" : "SSE4";
  EXPECT_STREQ(rgba_to_yuv_variants().front().instructions, best);
#else
  GTEST_SKIP() << "what is best is written down for x86-64 alone";
#endif
  Conversion chosen(333, 17, all_layouts().front());
  std::mt19937 random(4);
  chosen.fill([&] { return static_cast<std::uint8_t>(random()); });
  chosen.run(rgba_to_yuv420);
  EXPECT_LE(chosen.worst_error(), 1.0);
}

}  // namespace
}  // namespace gimbal

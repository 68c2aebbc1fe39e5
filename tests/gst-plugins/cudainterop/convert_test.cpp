// The kernel's arithmetic, compiled for the CPU, against an independent reference.
#include "gst-plugins/cudainterop/convert.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/gst-plugins/cudainterop/kernel_twin.hpp"
#include "tests/gst-plugins/cudainterop/reference.hpp"

namespace gimbal::cudainterop {
namespace {

constexpr std::uint8_t kUntouched = 0xA5;

Matrix matrix_of(bool bt709, bool full) {
  return make_matrix(bt709 ? 0.2126 : 0.299, bt709 ? 0.0722 : 0.114, full);
}

/// NV12 with room behind each row and plane, filled with a pattern that must survive there.
struct Target {
  /// `misalign` moves the planes off their 4-byte alignment.
  Target(int width, int height, int misalign)
      : stride((width + 3) / 4 * 4 + 8), luma_rows(height), chroma_rows((height + 1) / 2) {
    luma.assign(static_cast<std::size_t>(stride * (luma_rows + 1)), kUntouched);
    chroma.assign(static_cast<std::size_t>(stride * (chroma_rows + 1)), kUntouched);
    nv12 = {luma.data() + misalign, chroma.data() + misalign, stride, stride, width, height};
  }

  int stray_writes() const {
    const int chroma_bytes = (nv12.width + 1) / 2 * 2;
    return stray(luma, nv12.luma - luma.data(), nv12.width, luma_rows) +
           stray(chroma, nv12.chroma - chroma.data(), chroma_bytes, chroma_rows);
  }

  int stride;
  int luma_rows;
  int chroma_rows;
  std::vector<std::uint8_t> luma;
  std::vector<std::uint8_t> chroma;
  Nv12Target nv12{};

 private:
  int stray(const std::vector<std::uint8_t>& plane, std::ptrdiff_t start, int bytes,
            int rows) const {
    int count = 0;
    for (std::size_t i = 0; i < plane.size(); ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i) - start;
      const bool inside = at >= 0 && at % stride < bytes && at / stride < rows;
      count += !inside && plane[i] != kUntouched ? 1 : 0;
    }
    return count;
  }
};

RgbaPicture random_picture(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  RgbaPicture picture{width, height, {}};
  picture.bytes.resize(static_cast<std::size_t>(width * height * 4));
  for (auto& byte : picture.bytes) {
    // Extremes are as likely as all between: clipping shows there.
    const auto value = random();
    byte = value % 3 == 0 ? static_cast<std::uint8_t>((value >> 8) % 2 * 255)
                          : static_cast<std::uint8_t>(value >> 16);
  }
  return picture;
}

TEST(Convert, WithinRoundingOfTheExactValueAndNoByteBeside) {
  unsigned seed = 1;
  for (const bool bt709 : {false, true}) {
    for (const bool full : {false, true}) {
      for (const int width : {1, 2, 3, 4, 5, 6, 7, 8, 33, 130}) {
        for (const int height : {1, 2, 3, 7, 18}) {
          for (const int misalign : {0, 1, 2}) {
            const RgbaPicture picture = random_picture(width, height, seed++);
            Target target(width, height, misalign);
            // More threads than blocks, as a launch has.
            run_kernel_twin(picture.bytes.data(), width, target.nv12, matrix_of(bt709, full),
                            (width + 3) / 4 + 5, (height + 1) / 2 + 5);
            EXPECT_LE(worst_error(picture, bt709, full, target.nv12.luma, target.stride,
                                  target.nv12.chroma, target.stride),
                      0.51)
                << width << "x" << height << " bt709 " << bt709 << " full " << full;
            EXPECT_EQ(target.stray_writes(), 0) << width << "x" << height << " +" << misalign;
          }
        }
      }
    }
  }
}

TEST(Convert, ChromaIsCentredOnTheLeftSampleOfAPair) {
  // One red column at x = 4: the chroma sample at 2 gets half of it, those beside it nothing; at
  // x = 5 the samples at 2 and 3 get a quarter each.
  const Matrix matrix = matrix_of(true, true);
  for (const int column : {4, 5}) {
    RgbaPicture picture{12, 2, std::vector<std::uint8_t>(12 * 2 * 4, 0)};
    for (int y = 0; y < 2; ++y) {
      picture.bytes[static_cast<std::size_t>((y * 12 + column) * 4)] = 255;
    }
    Target target(12, 2, 0);
    run_kernel_twin(picture.bytes.data(), 12, target.nv12, matrix, 3, 1);
    const auto red = [&target](int sample) { return target.nv12.chroma[2 * sample + 1]; };
    EXPECT_EQ(red(1), 128);
    EXPECT_EQ(red(2), column == 4 ? 192 : 160);
    EXPECT_EQ(red(3), column == 4 ? 128 : 160);
    EXPECT_EQ(red(4), 128);
  }
}

TEST(Convert, BlackAndWhiteAreExact) {
  for (const bool bt709 : {false, true}) {
    for (const int level : {0, 255}) {
      const RgbaPicture picture{
          8, 2, std::vector<std::uint8_t>(8 * 2 * 4, static_cast<std::uint8_t>(level))};
      Target target(8, 2, 0);
      run_kernel_twin(picture.bytes.data(), 8, target.nv12, matrix_of(bt709, false), 2, 1);
      EXPECT_EQ(std::count(target.nv12.luma, target.nv12.luma + 8, level == 0 ? 16 : 235), 8);
      EXPECT_EQ(std::count(target.nv12.chroma, target.nv12.chroma + 8, 128), 8);
    }
  }
}

}  // namespace
}  // namespace gimbal::cudainterop

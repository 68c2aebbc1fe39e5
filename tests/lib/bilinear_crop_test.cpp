#include "lib/pixel/bilinear_crop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gimbal {
namespace {

/// A plane of `channels` interleaved values a sample, filled from a function of luma coordinates.
struct Picture {
  int width;
  int height;
  int channels;
  std::vector<std::uint8_t> bytes;

  Picture(int w, int h, int c)
      : width(w), height(h), channels(c), bytes(static_cast<std::size_t>(w * h * c)) {}
  MutablePlane plane() { return {bytes.data(), width * channels, width, height}; }
  Plane view() const { return {bytes.data(), width * channels, width, height}; }
  std::uint8_t& at(int x, int y, int c = 0) {
    return bytes[static_cast<std::size_t>((y * width + x) * channels + c)];
  }
};

double texture(double x, double y) {
  return 128 + 50 * std::sin(x * 0.35) * std::cos(y * 0.27) + 40 * std::sin(0.11 * (x + 2 * y));
}

Picture make_texture(int width, int height, int channels, SampleGrid h, SampleGrid v) {
  Picture picture(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double value = texture(h.center + x * h.step, v.center + y * v.step);
      for (int c = 0; c < channels; ++c) {
        picture.at(x, y, c) = static_cast<std::uint8_t>(std::lround(c == 0 ? value : 255 - value));
      }
    }
  }
  return picture;
}

/// Bilinear interpolation in double precision at a luma position of the source.
double reference(Picture& source, double luma_x, double luma_y, int c, SampleGrid h, SampleGrid v) {
  const double sx = std::clamp((luma_x - h.center) / h.step, 0.0, source.width - 1.0);
  const double sy = std::clamp((luma_y - v.center) / v.step, 0.0, source.height - 1.0);
  const int x0 = static_cast<int>(sx);
  const int y0 = static_cast<int>(sy);
  const int x1 = std::min(x0 + 1, source.width - 1);
  const int y1 = std::min(y0 + 1, source.height - 1);
  const double fx = sx - x0;
  const double fy = sy - y0;
  return (source.at(x0, y0, c) * (1 - fx) + source.at(x1, y0, c) * fx) * (1 - fy) +
         (source.at(x0, y1, c) * (1 - fx) + source.at(x1, y1, c) * fx) * fy;
}

struct Case {
  CropRect crop;
  int luma_width;
  int luma_height;
  int channels;
  SampleGrid horizontal;
  SampleGrid vertical;
};

double psnr_of(const Case& c) {
  constexpr int kLumaWidth = 320;
  constexpr int kLumaHeight = 180;
  const auto size = [](int luma, const SampleGrid& grid) {
    return (luma + static_cast<int>(grid.step) - 1) / static_cast<int>(grid.step);
  };
  Picture source = make_texture(size(kLumaWidth, c.horizontal), size(kLumaHeight, c.vertical),
                                c.channels, c.horizontal, c.vertical);
  Picture output(size(c.luma_width, c.horizontal), size(c.luma_height, c.vertical), c.channels);
  BilinearCrop(c.channels)
      .run(source.view(), output.plane(), c.crop, c.luma_width, c.luma_height, c.horizontal,
           c.vertical);
  double error = 0;
  for (int y = 0; y < output.height; ++y) {
    for (int x = 0; x < output.width; ++x) {
      const double luma_x =
          c.crop.x + (c.horizontal.center + x * c.horizontal.step) * c.crop.w / c.luma_width;
      const double luma_y =
          c.crop.y + (c.vertical.center + y * c.vertical.step) * c.crop.h / c.luma_height;
      for (int ch = 0; ch < c.channels; ++ch) {
        const double d =
            output.at(x, y, ch) - reference(source, luma_x, luma_y, ch, c.horizontal, c.vertical);
        error += d * d;
      }
    }
  }
  const double mean = error / static_cast<double>(output.bytes.size());
  return 10 * std::log10(255.0 * 255.0 / mean);
}

TEST(BilinearCrop, LumaAgainstDoublePrecision) {
  EXPECT_GT(psnr_of({{31.37, 20.81, 160, 90}, 240, 135, 1, kLumaGrid, kLumaGrid}), 55);
  EXPECT_GT(psnr_of({{0, 0, 320, 180}, 213, 120, 1, kLumaGrid, kLumaGrid}), 55);
}

TEST(BilinearCrop, ChromaSitingIsRespected) {
  EXPECT_GT(psnr_of({{31.37, 20.81, 160, 90}, 240, 136, 2, kChromaCosited, kChromaCentered}), 55);
  EXPECT_GT(psnr_of({{31.37, 20.81, 160, 90}, 240, 136, 1, kChromaCentered, kChromaCentered}), 55);
}

TEST(BilinearCrop, OddSizesAndEdges) {
  EXPECT_GT(psnr_of({{0, 0, 319.5, 179.3}, 241, 137, 2, kChromaCosited, kChromaCentered}), 55);
  EXPECT_GT(psnr_of({{319, 179, 1, 1}, 33, 17, 1, kLumaGrid, kLumaGrid}), 55);
}

TEST(BilinearCrop, WholePictureAtItsOwnSizeIsExact) {
  Picture source = make_texture(64, 48, 1, kLumaGrid, kLumaGrid);
  Picture output(64, 48, 1);
  BilinearCrop(1).run(source.view(), output.plane(), {0, 0, 64, 48}, 64, 48, kLumaGrid, kLumaGrid);
  EXPECT_EQ(source.bytes, output.bytes);
}

TEST(BilinearCrop, OnePixelPicture) {
  Picture source(1, 1, 1);
  source.at(0, 0) = 77;
  Picture output(8, 8, 1);
  BilinearCrop(1).run(source.view(), output.plane(), {0, 0, 1, 1}, 8, 8, kLumaGrid, kLumaGrid);
  EXPECT_EQ(std::count(output.bytes.begin(), output.bytes.end(), 77), 64);
}

}  // namespace
}  // namespace gimbal

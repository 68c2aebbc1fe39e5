#include "lib/scene/yuv_rect_painter.hpp"

#include <gtest/gtest.h>

#include "tests/lib/naive_rects.hpp"

namespace gimbal {
namespace {

/// NV12 (step 2) or I420 (step 1), with padding that must stay as it is.
class Picture {
 public:
  Picture(int width, int height, int step)
      : width_(width),
        height_(height),
        step_(step),
        stride_(width + 2 + kPadding),
        bytes_(static_cast<std::size_t>(stride_ * (height + 2 * (height + 1))), kUntouched) {}

  MutablePlane luma() { return {bytes_.data(), stride_, width_, height_}; }
  ChromaOutput chroma() {
    std::uint8_t* u = bytes_.data() + stride_ * height_;
    return {u, step_ == 2 ? u + 1 : u + stride_ * ((height_ + 1) / 2), stride_, step_};
  }
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  static constexpr int kPadding = 7;
  static constexpr std::uint8_t kUntouched = 77;

  int width_;
  int height_;
  int step_;
  std::ptrdiff_t stride_;
  std::vector<std::uint8_t> bytes_;
};

/// The same by way of a whole RGBA picture.
void paint_by_rgba(const std::vector<Rect>& rects, int width, int height, Picture& out,
                   const YuvCoefficients& coefficients) {
  const std::vector<std::uint8_t> rgba = draw_naively(rects, width, height);
  rgba_to_yuv420({rgba.data(), 4 * width, width, height}, out.luma(), out.chroma(), coefficients);
}

void expect_same(const std::vector<Rect>& rects, int width, int height) {
  YuvRectPainter painter;
  for (const int step : {1, 2}) {
    for (const YuvMatrix matrix : {YuvMatrix::kBt601, YuvMatrix::kBt709}) {
      const auto coefficients = yuv_coefficients(matrix, YuvRange::kLimited);
      Picture straight(width, height, step);
      Picture by_rgba(width, height, step);
      painter.paint(rects, straight.luma(), straight.chroma(), coefficients);
      paint_by_rgba(rects, width, height, by_rgba, coefficients);
      EXPECT_TRUE(straight.bytes() == by_rgba.bytes())
          << width << "x" << height << " step " << step;
    }
  }
}

TEST(YuvRectPainter, ScenesAreThoseOfTheConvertedRgba) {
  for (const auto& [width, height] : {std::pair{1280, 720}, {321, 181}, {16, 16}, {17, 2}}) {
    for (const Scene scene : {Scene::kBars, Scene::kCourt}) {
      expect_same(draw_scene(scene, 3.3, width, height), width, height);
    }
  }
}

TEST(YuvRectPainter, SoAreRectanglesAnywhere) {
  constexpr int kWidth = 61;
  constexpr int kHeight = 43;
  std::mt19937 random(5);
  for (int picture = 0; picture < 200; ++picture) {
    expect_same(random_rects(random, kWidth, kHeight, 6), kWidth, kHeight);
  }
}

}  // namespace
}  // namespace gimbal

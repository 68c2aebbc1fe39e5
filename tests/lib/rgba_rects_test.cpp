#include "lib/scene/rgba_rects.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/lib/naive_rects.hpp"

namespace gimbal {
namespace {

constexpr std::uint8_t kUntouched = 0x5a;

/// A picture in memory whose rows lie apart.
class Picture {
 public:
  Picture(int width, int height)
      : bytes_(static_cast<std::size_t>(height) * stride_of(width), kUntouched),
        plane_{bytes_.data(), static_cast<std::ptrdiff_t>(stride_of(width)), width, height} {}

  const MutablePlane& plane() const { return plane_; }

  /// The rows without what is between them, which must be untouched.
  std::vector<std::uint8_t> pixels() const {
    std::vector<std::uint8_t> all;
    for (int y = 0; y < plane_.height; ++y) {
      std::uint8_t* end = plane_.row(y) + 4 * static_cast<std::ptrdiff_t>(plane_.width);
      all.insert(all.end(), plane_.row(y), end);
      EXPECT_TRUE(std::all_of(end, end + kGap, [](int byte) { return byte == kUntouched; }))
          << "beside row " << y;
    }
    return all;
  }

 private:
  static constexpr std::ptrdiff_t kGap = 12;
  static std::size_t stride_of(int width) { return static_cast<std::size_t>(4 * width + kGap); }

  std::vector<std::uint8_t> bytes_;
  MutablePlane plane_;
};

void expect_right(const std::vector<Rect>& rects, int width, int height) {
  const Picture picture(width, height);
  draw_rects(rects, picture.plane());
  EXPECT_TRUE(picture.pixels() == draw_naively(rects, width, height)) << width << "x" << height;
}

TEST(RgbaRects, ScenesAreTheirRectangles) {
  for (const auto& [width, height] : {std::pair{1280, 720}, {321, 181}, {16, 16}, {17, 2}}) {
    for (const Scene scene : {Scene::kBars, Scene::kCourt, Scene::kGradient}) {
      expect_right(draw_scene(scene, 3.3, width, height), width, height);
    }
  }
}

TEST(RgbaRects, SoAreRectanglesAnywhere) {
  std::mt19937 random(5);
  for (int picture = 0; picture < 60; ++picture) {
    expect_right(random_rects(random, 100, 83, 6), 100, 83);
  }
}

TEST(RgbaRects, BesideThoseDrawnOverThePictureStays) {
  const std::vector<Rect> below = draw_scene(Scene::kBars, 1.0, 64, 48);
  const std::vector<Rect> over = {{3, 5, 20, 7, {1, 2, 3}}, {10, 8, 54, 40, {200, 100, 50}}};
  const Picture picture(64, 48);
  draw_rects(below, picture.plane());
  draw_rects_over(over, picture.plane());
  std::vector<Rect> all = below;
  all.insert(all.end(), over.begin(), over.end());
  EXPECT_TRUE(picture.pixels() == draw_naively(all, 64, 48));
}

}  // namespace
}  // namespace gimbal

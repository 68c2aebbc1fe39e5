#include "lib/scene/rgba_rect_painter.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/lib/naive_rects.hpp"

namespace gimbal {
namespace {

void expect_right(RgbaRectPainter& painter, const std::vector<Rect>& rects, int width, int height) {
  std::vector<std::uint8_t> painted(static_cast<std::size_t>(4 * width * height));
  int next = 0;
  painter.paint(rects, width, height, [&](const std::uint8_t* pixels, int first, int count) {
    ASSERT_EQ(first, next);
    ASSERT_LE(first + count, height);
    std::memcpy(&painted[static_cast<std::size_t>(4 * width * first)], pixels,
                static_cast<std::size_t>(4 * width * count));
    next = first + count;
  });
  EXPECT_EQ(next, height) << "rows were given";
  EXPECT_TRUE(painted == draw_naively(rects, width, height)) << width << "x" << height;
}

TEST(RgbaRectPainter, ScenesAreTheirRectangles) {
  RgbaRectPainter painter;  // one for all: the sizes differ
  for (const auto& [width, height] : {std::pair{1280, 720}, {321, 181}, {16, 16}, {17, 2}}) {
    for (const Scene scene : {Scene::kBars, Scene::kCourt, Scene::kGradient}) {
      expect_right(painter, draw_scene(scene, 3.3, width, height), width, height);
    }
  }
}

TEST(RgbaRectPainter, SoAreRectanglesAnywhere) {
  RgbaRectPainter painter;
  std::mt19937 random(5);
  for (int picture = 0; picture < 60; ++picture) {
    // 1000 columns: 16 rows a band.
    expect_right(painter, random_rects(random, 1000, 83, 6), 1000, 83);
  }
}

TEST(RgbaRectPainter, ARowThatFillsMoreThanABandIsABand) {
  RgbaRectPainter painter;
  expect_right(painter, draw_scene(Scene::kBars, 1.0, 20000, 6), 20000, 6);
}

}  // namespace
}  // namespace gimbal

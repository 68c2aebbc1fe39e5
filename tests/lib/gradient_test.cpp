// The gradient: smooth, whole, of every level, and slow.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "lib/scene/scene.hpp"

namespace gimbal {
namespace {

/// What a painter leaves at height `y`, one colour a column.
std::vector<Color> row_at(const std::vector<Rect>& rects, int y, int width) {
  std::vector<Color> row(static_cast<std::size_t>(width));
  for (const Rect& r : rects) {
    if (y >= r.y && y < r.y + r.h) {
      std::fill_n(row.begin() + r.x, r.w, r.color);
    }
  }
  return row;
}

int distance(const Color& a, const Color& b) {
  return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
}

TEST(Gradient, NoTwoNeighbouringColumnsAreFarApart) {
  for (const double seconds : {0.0, 7.3, 19.9, 20.1}) {
    const auto rects = draw_scene(Scene::kGradient, seconds, 1280, 720);
    for (int y = 60; y < 720; y += 120) {
      const auto row = row_at(rects, y, 1280);
      for (std::size_t x = 1; x < row.size(); ++x) {
        ASSERT_LE(distance(row[x - 1], row[x]), 1) << x << ", " << y << " at " << seconds;
      }
    }
  }
}

TEST(Gradient, GreyHasEveryLevelFromBlackToWhite) {
  const auto row = row_at(draw_scene(Scene::kGradient, 0, 1280, 720), 10, 1280);
  std::set<int> levels;
  for (const Color& color : row) {
    EXPECT_TRUE(color.r == color.g && color.g == color.b);
    levels.insert(color.r);
  }
  EXPECT_EQ(levels.size(), 256U);
}

TEST(Gradient, CoversEveryPixelOnce) {
  for (const auto& [width, height] : {std::pair{1280, 720}, {161, 91}, {16, 16}}) {
    long covered = 0;
    for (const Rect& r : draw_scene(Scene::kGradient, 3.7, width, height)) {
      covered += static_cast<long>(r.w) * r.h;
    }
    EXPECT_EQ(covered, static_cast<long>(width) * height);
  }
}

TEST(Gradient, MovesSlowlyAndNeverJumps) {
  Color last{};
  for (int frame = 0; frame <= 60 * 60; ++frame) {
    const auto row = row_at(draw_scene(Scene::kGradient, frame / 60.0, 320, 18), 1, 320);
    if (frame > 0) {
      ASSERT_LE(distance(last, row[100]), 1) << frame;
    }
    last = row[100];
  }
  EXPECT_FALSE(row_at(draw_scene(Scene::kGradient, 0, 320, 18), 1, 320)[100] ==
               row_at(draw_scene(Scene::kGradient, 1, 320, 18), 1, 320)[100]);
}

TEST(Gradient, IsNamed) {
  EXPECT_EQ(scene_from_name("gradient"), Scene::kGradient);
  EXPECT_STREQ(scene_name(Scene::kGradient), "gradient");
}

}  // namespace
}  // namespace gimbal

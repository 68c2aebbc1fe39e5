#include "lib/scene/scene.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gimbal {
namespace {

bool same(const std::vector<Rect>& a, const std::vector<Rect>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](auto& x, auto& y) {
           return x.x == y.x && x.y == y.y && x.w == y.w && x.h == y.h && x.color == y.color;
         });
}

/// The colour a painter would leave at one pixel.
Color color_at(const std::vector<Rect>& rects, int x, int y) {
  Color color;
  for (const Rect& r : rects) {
    if (x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h) {
      color = r.color;
    }
  }
  return color;
}

TEST(Clip, CutsToThePicture) {
  const auto rect = clip({-5, -5, 20, 10, {}}, 10, 10);
  ASSERT_TRUE(rect);
  EXPECT_EQ(rect->x, 0);
  EXPECT_EQ(rect->y, 0);
  EXPECT_EQ(rect->w, 10);
  EXPECT_EQ(rect->h, 5);
  EXPECT_FALSE(clip({10, 0, 5, 5, {}}, 10, 10));
}

TEST(Scene, NamesAreKnown) {
  EXPECT_EQ(scene_from_name("bars"), Scene::kBars);
  EXPECT_EQ(scene_from_name("court"), Scene::kCourt);
  EXPECT_FALSE(scene_from_name("Bars"));
}

TEST(Scene, SameTimeGivesTheSamePictureAndAnotherTimeAnother) {
  for (const Scene scene : {Scene::kBars, Scene::kCourt}) {
    const auto first = draw_scene(scene, 1.5, 640, 360);
    EXPECT_TRUE(same(first, draw_scene(scene, 1.5, 640, 360)));
    EXPECT_FALSE(same(first, draw_scene(scene, 1.6, 640, 360)));
  }
}

TEST(Scene, StaysInsideThePictureAndCoversIt) {
  for (const Scene scene : {Scene::kBars, Scene::kCourt}) {
    for (const auto& [width, height] : {std::pair{1280, 720}, {161, 91}, {16, 16}}) {
      for (double t = 0; t < 40; t += 0.7) {
        const auto rects = draw_scene(scene, t, width, height);
        for (const Rect& r : rects) {
          EXPECT_TRUE(r.x >= 0 && r.y >= 0 && r.w > 0 && r.h > 0);
          EXPECT_TRUE(r.x + r.w <= width && r.y + r.h <= height);
        }
        EXPECT_NE(color_at(rects, width - 1, height - 1), Color{});
      }
    }
  }
}

TEST(Scene, OnlyTheCourtHasBoxesAndTheirIdsStay) {
  EXPECT_TRUE(scene_boxes(Scene::kBars, 1, 640, 360).empty());
  for (const double seconds : {0.0, 7.3, 1000.0}) {
    const auto boxes = scene_boxes(Scene::kCourt, seconds, 640, 360);
    for (std::size_t i = 0; i < 10; ++i) {
      ASSERT_LT(i, boxes.size());
      EXPECT_EQ(boxes[i].id, static_cast<int>(i) + 1);
      EXPECT_EQ(boxes[i].label, "player");
      EXPECT_EQ(boxes[i].confidence, 1);
    }
  }
}

TEST(Bars, WhiteIsTopLeftAndBlueTopRight) {
  const auto rects = draw_scene(Scene::kBars, 0, 1280, 720);
  EXPECT_EQ(color_at(rects, 5, 5), (Color{235, 235, 235}));
  EXPECT_EQ(color_at(rects, 1275, 5), (Color{16, 16, 235}));
  EXPECT_EQ(color_at(rects, 1000, 5), (Color{235, 16, 16}));
}

}  // namespace
}  // namespace gimbal

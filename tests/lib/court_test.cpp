#include "lib/scene/court.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>

#include "lib/scene/court_script.hpp"

namespace gimbal {
namespace {

double shared_part(const Box& a, const Box& b) {
  const double w = std::min(a.x + a.w, b.x + b.w) - std::max(a.x, b.x);
  const double h = std::min(a.y + a.h, b.y + b.h) - std::max(a.y, b.y);
  const double both = std::max(w, 0.0) * std::max(h, 0.0);
  return both / (a.w * a.h + b.w * b.h - both);
}

bool is_occlusion(double seconds, std::uint64_t seed) {
  return phase_at(seconds, seed).kind == PhaseKind::kOcclusion;
}

/// The longest time, in seconds, that two players are seen behind each other without a break:
/// within occlusions, or elsewhere. The two seconds that a crowd takes to come apart are neither.
double longest_overlap(std::uint64_t seed, bool in_occlusions) {
  constexpr double kStep = 0.1;
  constexpr double kTooMuch = 0.3;  // of the union: a detector then begins to lose one of them
  double longest = 0;
  std::map<std::pair<int, int>, double> since;
  for (double t = 2; t < 5 * 60; t += kStep) {
    const bool counts = in_occlusions ? is_occlusion(t, seed)
                                      : !is_occlusion(t, seed) && !is_occlusion(t - 2, seed);
    const auto boxes = scene_boxes(Scene::kCourt, t, 1280, 720, seed);
    for (std::size_t i = 0; i < kPlayers; ++i) {
      for (std::size_t k = i + 1; k < kPlayers; ++k) {
        double& seconds = since[{boxes[i].id, boxes[k].id}];
        const bool hidden = counts && shared_part(boxes[i], boxes[k]) > kTooMuch;
        seconds = hidden ? seconds + kStep : 0;
        longest = std::max(longest, seconds);
      }
    }
  }
  return longest;
}

TEST(Court, PlayersHideEachOtherForLongOnlyInAnOcclusion) {
  for (const std::uint64_t seed : {1U, 2U, 77U}) {
    EXPECT_GT(longest_overlap(seed, true), 2.0) << seed;
    EXPECT_LT(longest_overlap(seed, false), 1.5) << seed;
  }
}

TEST(Court, ABoxIsWhatThePartsCover) {
  for (const auto& [width, height] : {std::pair{1280, 720}, {320, 180}, {4096, 2160}, {641, 359}}) {
    for (double t = 0; t < 40; t += 1.3) {
      for (const CourtFigure& figure : court_figures(t, width, height, 3)) {
        int left = std::numeric_limits<int>::max();
        int top = left;
        int right = -left;
        int bottom = -left;
        for (const Rect& part : figure.parts) {
          left = std::min(left, part.x);
          top = std::min(top, part.y);
          right = std::max(right, part.x + part.w);
          bottom = std::max(bottom, part.y + part.h);
        }
        EXPECT_NEAR(left, figure.box.x, 0.5001);
        EXPECT_NEAR(top, figure.box.y, 0.5001);
        EXPECT_NEAR(right, figure.box.x + figure.box.w, 0.5001);
        EXPECT_NEAR(bottom, figure.box.y + figure.box.h, 0.5001);
      }
    }
  }
}

TEST(Court, TenPlayersAndABallInEveryFrame) {
  for (double t = 0; t < 100; t += 0.9) {
    const auto boxes = scene_boxes(Scene::kCourt, t, 640, 360, 9);
    ASSERT_EQ(boxes.size(), 11U);
    for (int i = 0; i < 11; ++i) {
      const Box& box = boxes[static_cast<std::size_t>(i)];
      EXPECT_EQ(box.id, i + 1);
      EXPECT_EQ(box.label, i < 10 ? "player" : "ball");
      EXPECT_TRUE(box.x >= 0 && box.x + box.w <= 640 && box.y >= 0 && box.y + box.h <= 360) << t;
    }
  }
}

TEST(Court, NearerThingsAreDrawnOverFartherOnes) {
  const auto figures = court_figures(7, 1280, 720, 1);
  double last = 0;
  for (const CourtFigure& figure : figures) {
    if (figure.box.label == "player") {
      EXPECT_GE(figure.box.y + figure.box.h, last);
      last = figure.box.y + figure.box.h;
    }
  }
}

TEST(Court, IsCheapToDraw) {
  for (double t = 0; t < 40; t += 1.1) {
    EXPECT_LT(draw_scene(Scene::kCourt, t, 1280, 720).size(), 200U);
  }
}

TEST(Court, ASeedIsAGame) {
  const auto x_of_player = [](std::uint64_t seed) {
    return scene_boxes(Scene::kCourt, 9, 1280, 720, seed)[0].x;
  };
  EXPECT_EQ(x_of_player(4), x_of_player(4));
  EXPECT_NE(x_of_player(4), x_of_player(5));
}

}  // namespace
}  // namespace gimbal

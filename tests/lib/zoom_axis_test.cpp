#include "lib/camera/zoom_axis.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gimbal {
namespace {

constexpr double kStep = 1.0 / 120;

/// Seconds until the zoom has moved by a twentieth of an octave, 99 if it does not.
double reaction(ZoomAxis& axis, double wish, double speed, bool may_zoom_in) {
  const double from = axis.motion().state().position;
  for (double time = 0; time < 10; time += kStep) {
    axis.follow(wish, speed, may_zoom_in, {}, kStep);
    if (std::abs(axis.motion().state().position - from) > 0.05) {
      return time;
    }
  }
  return 99;
}

ZoomAxis at(double zoom) {
  ZoomAxis axis;
  axis.set({zoom, 0, 0});
  return axis;
}

TEST(ZoomAxis, OutAtOnceInAfterCalm) {
  ZoomAxis out = at(1);
  EXPECT_LT(reaction(out, 0.3, 0, true), 0.5);
  ZoomAxis in = at(1);
  const double seconds = reaction(in, 1.7, 0, true);
  EXPECT_GT(seconds, FollowSettings().zoom_in_after);
  EXPECT_LT(seconds, FollowSettings().zoom_in_after + 1);
}

TEST(ZoomAxis, NeverInWhileTheCameraRunsOrTheTargetIsLost) {
  ZoomAxis running = at(1);
  EXPECT_EQ(reaction(running, 1.7, 0.3, true), 99);
  ZoomAxis lost = at(1);
  EXPECT_EQ(reaction(lost, 1.7, 0, false), 99);
}

TEST(ZoomAxis, SmallWishesAreIgnored) {
  ZoomAxis axis = at(1);
  EXPECT_EQ(reaction(axis, 1.1, 0, true), 99);
  EXPECT_EQ(reaction(axis, 0.95, 0, true), 99);
  EXPECT_TRUE(axis.motion().at_rest());
}

TEST(ZoomAxis, WiderAtFullSpeed) {
  ZoomAxis axis = at(1);
  for (int i = 0; i < 600; ++i) {
    axis.follow(1, FollowSettings().max_speed, true, {}, kStep);
  }
  EXPECT_NEAR(axis.motion().state().position, 1 - 0.263, 0.01);  // 1.2 times as wide
}

TEST(ZoomAxis, CalmTakesBackAllThatSpeedHasWidened) {
  for (const double share : {0.5, 0.7, 1.0}) {
    ZoomAxis axis = at(1);
    for (int i = 0; i < 600; ++i) {
      axis.follow(1, share * FollowSettings().max_speed, true, {}, kStep);
    }
    EXPECT_LT(axis.motion().state().position, 0.93);
    for (int i = 0; i < 1200; ++i) {
      axis.follow(1, 0, true, {}, kStep);
    }
    EXPECT_NEAR(axis.motion().state().position, 1, 1e-3) << share;
  }
}

TEST(ZoomAxis, KeepsItsSpeeds) {
  ZoomAxis axis = at(0);
  double fastest_in = 0;
  double fastest_out = 0;
  for (int i = 0; i < 3000; ++i) {
    axis.follow(i < 1500 ? 3 : 0, 0, true, {}, kStep);
    fastest_in = std::max(fastest_in, axis.motion().state().velocity);
    fastest_out = std::max(fastest_out, -axis.motion().state().velocity);
  }
  EXPECT_NEAR(fastest_in, 0.35, 0.02);
  EXPECT_NEAR(fastest_out, 0.7, 0.03);
  EXPECT_NEAR(axis.motion().state().position, 0, 0.01);
}

}  // namespace
}  // namespace gimbal

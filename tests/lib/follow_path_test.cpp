#include "lib/camera/follow_path.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace gimbal {
namespace {

constexpr double kFrame = 1.0 / 30;
constexpr double kHomeZoom = 2;

FollowSettings settings_with(double lookahead = 0) {
  FollowSettings settings = follow_settings(FollowProfile::kBalanced);
  settings.home = {0.5, 0.5, kHomeZoom};
  settings.lookahead = lookahead;
  return settings;
}

Aim aim_at(double time, double x, double zoom = 0) {
  return {time, true, x, 0.5, zoom};
}

/// A stream whose detector sees `x` in each second picture, at once.
class Stream {
 public:
  explicit Stream(const FollowSettings& settings) : settings_(settings), path_(settings) {}

  FollowPath& path() { return path_; }
  double time() const { return time_; }

  /// So many seconds with the target at `x`; NaN: not seen. The last frame.
  PathPoint watch(double seconds, double x, double zoom = 0) {
    PathPoint point;
    for (const double end = time_ + seconds; time_ < end; time_ += kFrame, ++frame_) {
      if (frame_ % 2 == 0 && !std::isnan(x)) {
        path_.observe(aim_at(time_ + settings_.lookahead, x, zoom));
      }
      point = path_.at(time_);
      shown_.push_back(point);
    }
    return point;
  }
  PathPoint blind(double seconds) {
    return watch(seconds, std::numeric_limits<double>::quiet_NaN());
  }

  /// The longest way between two frames, crop widths of home.
  double longest_step() const {
    double most = 0;
    for (std::size_t i = 1; i < shown_.size(); ++i) {
      most = std::max(most, std::fabs(shown_[i].framing.center_x - shown_[i - 1].framing.center_x));
    }
    return most * kHomeZoom;
  }
  const std::vector<PathPoint>& shown() const { return shown_; }

 private:
  FollowSettings settings_;
  FollowPath path_;
  double time_ = 0;
  int frame_ = 0;
  std::vector<PathPoint> shown_;
};

class FollowPathAhead : public testing::TestWithParam<double> {};

TEST_P(FollowPathAhead, StaysAtHomeUntilSomethingIsSeen) {
  Stream stream(settings_with(GetParam()));
  const PathPoint point = stream.blind(5);
  EXPECT_EQ(point.framing, (Framing{0.5, 0.5, kHomeZoom}));
  EXPECT_FALSE(point.moving);
}

TEST_P(FollowPathAhead, FollowsAndComesToExactRest) {
  Stream stream(settings_with(GetParam()));
  const PathPoint point = stream.watch(16, 0.68);
  EXPECT_NEAR(point.framing.center_x, 0.68, 0.05 / kHomeZoom);
  EXPECT_FALSE(point.moving);
  EXPECT_EQ(point.vx, 0);
  EXPECT_EQ(point.ax, 0);
  EXPECT_EQ(stream.path().at(stream.time()).framing, point.framing);
}

TEST_P(FollowPathAhead, ATargetNearTheMiddleMovesNothing) {
  Stream stream(settings_with(GetParam()));
  EXPECT_EQ(stream.watch(8, 0.5 + 0.05 / kHomeZoom).framing, (Framing{0.5, 0.5, kHomeZoom}));
}

TEST_P(FollowPathAhead, StaysInTheRegionAndStopsAtItsBorder) {
  FollowSettings settings = settings_with(GetParam());
  Stream stream(settings);
  stream.path().set_geometry({.left = 0.1, .right = 0.9});
  const PathPoint point = stream.watch(10, 0.95);
  EXPECT_LE(point.framing.center_x, 0.9 - 0.25 + 1e-12);
  EXPECT_GT(point.framing.center_x, 0.9 - 0.25 - 0.03);
  EXPECT_EQ(point.vx, 0);
}

TEST_P(FollowPathAhead, GoesHomeWhenToldThereIsNothing) {
  Stream stream(settings_with(GetParam()));
  stream.watch(6, 0.7, 3);
  stream.path().observe({stream.time() + GetParam(), false, 0, 0, 0});
  const PathPoint soon = stream.blind(2 + GetParam());
  EXPECT_LT(soon.framing.center_x, 0.68);
  const PathPoint point = stream.blind(6);
  EXPECT_NEAR(point.framing.center_x, 0.5, 0.002);
  EXPECT_NEAR(point.framing.zoom, kHomeZoom, 0.01);
  // Back to the target, without a jump.
  EXPECT_NEAR(stream.watch(8, 0.7, 3).framing.center_x, 0.7, 0.03);
  EXPECT_LT(stream.longest_step(), 1.5 * kFrame);
}

TEST_P(FollowPathAhead, HoldsALostTargetsPlaceThenGoesHome) {
  FollowSettings settings = settings_with(GetParam());
  Stream stream(settings);
  const double found = stream.watch(6, 0.7).framing.center_x;
  const double held = stream.blind(settings.coast_time + settings.fade_time + 1).framing.center_x;
  EXPECT_NEAR(held, found, 0.001);
  const PathPoint point = stream.blind(settings.hold_time + settings.return_time + 2 + GetParam());
  EXPECT_NEAR(point.framing.center_x, 0.5, 0.01);
  EXPECT_LT(stream.longest_step(), 1.5 * kFrame);
}

TEST_P(FollowPathAhead, GoesOnFromAnOperatorsMove) {
  Stream stream(settings_with(GetParam()));
  stream.watch(3, 0.5);
  const PathPoint hand_over{{0.4, 0.45, kHomeZoom}, 0.3, 0, 0, 0, 0, 0, true};
  stream.path().start_from(hand_over, stream.time());
  const PathPoint now = stream.path().at(stream.time());
  EXPECT_NEAR(now.framing.center_x, 0.4, 1e-4);
  EXPECT_NEAR(now.framing.center_y, 0.45, 1e-4);
  EXPECT_NEAR(now.vx, 0.3, 0.01);
  const PathPoint next = stream.path().at(stream.time() + kFrame);
  EXPECT_NEAR(next.framing.center_x, 0.4 + 0.3 * kFrame / kHomeZoom, 1e-3);
  EXPECT_NEAR(stream.watch(8, 0.5).framing.center_x, 0.5, 0.05);
}

TEST_P(FollowPathAhead, NewSettingsDoNotMakeItJump) {
  Stream stream(settings_with(GetParam()));
  stream.watch(3, 0.5);
  stream.watch(1, 0.75);
  FollowSettings settings = settings_with(0.7 - GetParam());
  settings.max_speed = 0.3;
  stream.path().configure(settings);
  stream.watch(2, 0.75);
  EXPECT_LT(stream.longest_step(), 1.5 * kFrame);
}

TEST_P(FollowPathAhead, RestartForgetsTargetsAndRests) {
  Stream stream(settings_with(GetParam()));
  stream.watch(2, 0.5);
  const PathPoint before = stream.watch(0.8, 0.8);
  stream.path().restart();
  const PathPoint after = stream.path().at(1000);
  EXPECT_FALSE(after.moving);
  EXPECT_NEAR(after.framing.center_x, before.framing.center_x, 0.4);
  EXPECT_EQ(stream.path().at(1010).framing, after.framing);
}

TEST_P(FollowPathAhead, AGapInTimeIsNoMove) {
  Stream stream(settings_with(GetParam()));
  const PathPoint before = stream.watch(16, 0.7);
  const PathPoint after = stream.path().at(stream.time() + 1.5);
  EXPECT_EQ(after.framing, before.framing);
  EXPECT_TRUE(std::isfinite(stream.path().at(stream.time() + 1e7).framing.center_x));
}

INSTANTIATE_TEST_SUITE_P(Lookahead, FollowPathAhead, testing::Values(0.0, 0.1, 0.5, 1.5),
                         [](const auto& lookahead) {
                           return "Ms" + std::to_string(static_cast<int>(1000 * lookahead.param));
                         });

/// When the camera starts after a target that has set out at 1 s.
double start_of(const FollowSettings& settings) {
  Stream stream(settings);
  while (stream.time() < 5 &&
         !stream.watch(kFrame / 2, 0.5 + 0.1 * std::max(0.0, stream.time() - 1)).moving) {
  }
  return stream.time() - 1;
}

TEST(FollowPath, AStartLooksAhead) {
  FollowSettings settings = settings_with();
  settings.start_ahead = 0;
  const double late = start_of(settings);
  settings.start_ahead = 0.3;
  const double soon = start_of(settings);
  EXPECT_LT(soon, late - 0.05);
  EXPECT_GT(soon, late - 0.3);
}

TEST(FollowPath, NumbersThatAreNoneAreRefused) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Stream stream(settings_with());
  const PathPoint before = stream.watch(5, 0.6);
  for (const Aim& aim :
       {Aim{kNan, true, 0.5, 0.5, 1}, Aim{5, true, kNan, 0.5, 1}, Aim{5, true, 0.5, kInfinity, 1},
        Aim{5, true, 0.5, 0.5, -kInfinity}, Aim{5, true, 0.5, 0.5, -1}}) {
    stream.path().observe(aim);
  }
  EXPECT_EQ(stream.path().counters().invalid, 5U);
  EXPECT_EQ(stream.blind(0.3).framing, before.framing);
}

TEST(FollowPath, LateAimsAreUsedOrCounted) {
  Stream stream(settings_with());
  stream.watch(6, 0.5);
  stream.blind(kFrame);
  const auto used = stream.path().counters().used;
  stream.path().observe(aim_at(5.7, 0.5));
  stream.blind(kFrame);
  EXPECT_EQ(stream.path().counters().used, used + 1);
  stream.path().observe(aim_at(1, 0.5));
  stream.blind(kFrame);
  EXPECT_EQ(stream.path().counters().late, 1U);
}

TEST(FollowPath, AimsOfTheFutureWait) {
  FollowPath path(settings_with());
  for (int i = 0; i < 20; ++i) {
    path.observe(aim_at(2 + i * kFrame, 0.8));
  }
  EXPECT_FALSE(path.at(0).moving);
  EXPECT_FALSE(path.at(1.9).moving);
  EXPECT_TRUE(path.at(2.8).moving);
}

TEST(FollowPath, ZoomsInAfterCalmAndNotWhileLost) {
  Stream stream(settings_with());
  EXPECT_EQ(stream.watch(0.9, 0.5, 3).framing.zoom, kHomeZoom);
  EXPECT_NEAR(stream.watch(6, 0.5, 3).framing.zoom, 3, 0.01);
  EXPECT_LT(stream.watch(1.5, 0.5, 1.5).framing.zoom, 2);
}

TEST(FollowPath, ACropWidthIsWhatIsShown) {
  // The same way in crop widths at another zoom is the same way in time.
  Stream wide(settings_with());
  FollowSettings settings = settings_with();
  settings.home.zoom = 2 * kHomeZoom;
  Stream narrow(settings);
  for (int i = 0; i < 60; ++i) {
    const double a = wide.watch(kFrame / 2, 0.6).framing.center_x - 0.5;
    const double b = narrow.watch(kFrame / 2, 0.55).framing.center_x - 0.5;
    EXPECT_NEAR(a, 2 * b, 0.002);
  }
}

/// Goes to and fro while the wanted zoom comes and goes; the frames at those times.
std::vector<PathPoint> zooming(double lookahead, double rate, double seconds, double middle) {
  FollowPath path(settings_with(lookahead));
  std::vector<PathPoint> shown;
  int seen = 0;
  for (int frame = 0; frame / rate < seconds; ++frame) {
    const double time = frame / rate;
    for (; seen / 15.0 <= time + lookahead; ++seen) {
      const double at = seen / 15.0;
      const double zoom = std::fmod(at, 12) < 6 ? 3.5 : 1.2;
      path.observe(aim_at(at, middle + 0.1 * std::sin(at), zoom), at);
    }
    shown.push_back(path.at(time));
  }
  return shown;
}

TEST_P(FollowPathAhead, ZoomsAlikeAtAnyFrameRate) {
  const auto fine = zooming(GetParam(), 240, 30, 0.5);
  for (const int step : {4, 8, 10}) {  // 60, 30 and 24 frames a second
    const auto coarse = zooming(GetParam(), 240.0 / step, 30, 0.5);
    for (std::size_t i = 0; i < coarse.size(); ++i) {
      const Framing& a = coarse[i].framing;
      const Framing& b = fine[i * static_cast<std::size_t>(step)].framing;
      ASSERT_NEAR(a.center_x * b.zoom, b.center_x * b.zoom, 0.01);
      ASSERT_NEAR(a.zoom / b.zoom, 1, 0.01);
    }
  }
}

TEST_P(FollowPathAhead, ZoomingAtABorderKeepsWithinTheLimits) {
  const auto shown = zooming(GetParam(), 60, 40, 0.9);
  for (std::size_t i = 2; i < shown.size(); ++i) {
    const double second = shown[i].framing.center_x - 2 * shown[i - 1].framing.center_x +
                          shown[i - 2].framing.center_x;
    ASSERT_LT(std::fabs(second) * shown[i].framing.zoom * 3600,
              1.5 * settings_with().max_acceleration);
  }
}

TEST(FollowPath, EveryProfileFollowsAndRests) {
  for (const auto profile :
       {FollowProfile::kCalm, FollowProfile::kBalanced, FollowProfile::kAction}) {
    for (const double lookahead : {0.0, 0.5}) {
      FollowSettings settings = follow_settings(profile);
      settings.home.zoom = kHomeZoom;
      settings.lookahead = lookahead;
      Stream stream(settings);
      stream.watch(2, 0.5);
      const PathPoint point = stream.watch(16, 0.72);
      EXPECT_NEAR(point.framing.center_x, 0.72, 0.05 / kHomeZoom);
      EXPECT_FALSE(point.moving);
    }
  }
}

}  // namespace
}  // namespace gimbal

// Who steers, what they may, and how one takes over from another.
#include "lib/camera/virtual_camera.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "lib/camera/parameters.hpp"

namespace gimbal {
namespace {

constexpr PictureShape kSource{3840, 2160};
constexpr PictureShape kOutput{1280, 720};
constexpr double kBad[] = {std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity(), -11, 1e9};

TrackingRecord record_at(double x, double y = 0.5, double zoom = 3) {
  TrackingRecord record;
  record.target_x = x;
  record.target_y = y;
  record.target_zoom = zoom;
  return record;
}

class VirtualCameraTest : public testing::Test {
 protected:
  VirtualCameraTest() { camera_.set_shapes(kSource, kOutput, Aspect::kCrop); }

  Shot frame() {
    time_ += 1.0 / fps_;
    shots_.push_back(camera_.advance(time_));
    return shots_.back();
  }
  /// Frames for so long; before each that is due, what a detector sees.
  Shot frames(double seconds, const std::function<TrackingRecord()>& see = nullptr) {
    const int count = static_cast<int>(std::lround(seconds * fps_));
    for (int i = 0; i < count; ++i) {
      if (see && ++seen_ % 2 == 0) {
        EXPECT_EQ(camera_.observe(see(), time_), "");
      }
      frame();
    }
    return shots_.back();
  }
  Shot follow_to(double x, double seconds = 12) {
    return frames(seconds, [x] { return record_at(x); });
  }
  void set_mode(CameraMode mode) { EXPECT_EQ(camera_.take(0, ChangeMode{mode}), ""); }
  void move_to(const Framing& framing) { EXPECT_EQ(camera_.take(0, MoveTo{framing, false}), ""); }
  void cut_to(const Framing& framing) {
    EXPECT_EQ(camera_.take(0, MoveTo{framing, true}), "");
    frame();
  }
  CameraSettings settings() const { return camera_.settings(); }
  void configure(const CameraSettings& settings) { EXPECT_EQ(camera_.configure(settings), ""); }

  /// The largest change of speed between neighbouring frames since frame `first`, in crop widths a
  /// second, over all edges of the crop; and the frames' time.
  double largest_acceleration(std::size_t first) const {
    double largest = 0;
    const auto edges = [&](std::size_t i) {
      const CropRect& c = shots_[i].crop;
      return std::vector<double>{c.x, c.y, c.x + c.w, c.y + c.h};
    };
    for (std::size_t i = std::max<std::size_t>(first, 2); i < shots_.size(); ++i) {
      const auto a = edges(i - 2);
      const auto b = edges(i - 1);
      const auto c = edges(i);
      for (std::size_t edge = 0; edge < c.size(); ++edge) {
        const double change = (c[edge] - 2 * b[edge] + a[edge]) / shots_[i].crop.w;
        largest = std::max(largest, std::abs(change) * fps_ * fps_);
      }
    }
    return largest;
  }

  VirtualCamera camera_;
  std::vector<Shot> shots_;
  double fps_ = 30;
  double time_ = 100;
  int seen_ = 0;
};

// --- home and operator ---------------------------------------------------------------------------

TEST_F(VirtualCameraTest, BeginsAtHome) {
  CameraSettings s;
  s.home = {0.4, 0.6, 2};
  configure(s);
  const Shot shot = frame();
  EXPECT_EQ(shot.framing, s.home);
  EXPECT_EQ(shot.steering, Steering::kHome);
  EXPECT_FALSE(shot.moving);
}

TEST_F(VirtualCameraTest, AnotherHomeIsEasedTo) {
  frame();
  CameraSettings s;
  s.home = {0.4, 0.6, 2};
  configure(s);
  EXPECT_TRUE(frame().moving);
  const Shot shot = frames(5);
  EXPECT_EQ(shot.framing, s.home);
  EXPECT_EQ(shot.steering, Steering::kHome);
}

TEST_F(VirtualCameraTest, AMoveArrivesExactlyAndRests) {
  frame();
  move_to({0.3, 0.6, 4});
  EXPECT_TRUE(frame().moving);
  const Shot shot = frames(5);
  EXPECT_EQ(shot.framing, (Framing{0.3, 0.6, 4}));
  EXPECT_FALSE(shot.moving);
  EXPECT_EQ(shot.steering, Steering::kManual);
}

TEST_F(VirtualCameraTest, ACutIsThereWithTheNextFrameAndEndsAllMotion) {
  frame();
  move_to({0.9, 0.5, 4});
  frames(0.3);
  ASSERT_EQ(camera_.take(7, MoveTo{{0.3, 0.6, 4}, true}), "");
  const Shot shot = frame();
  EXPECT_EQ(shot.framing, (Framing{0.3, 0.6, 4}));
  EXPECT_FALSE(shot.moving);
  ASSERT_EQ(shot.replies.size(), 1U);
  EXPECT_EQ(shot.replies[0].ticket, 7U);
  EXPECT_FALSE(shot.replies[0].overtaken);
  EXPECT_EQ(frames(1).framing, shot.framing);
}

TEST_F(VirtualCameraTest, OfSeveralCommandsBetweenFramesTheNewestWins) {
  frame();
  EXPECT_EQ(camera_.take(1, MoveTo{{0.1, 0.5, 4}, true}), "");
  EXPECT_EQ(camera_.take(2, MoveTo{{0.2, 0.5, 4}, true}), "");
  EXPECT_EQ(camera_.take(3, MoveTo{{0.3, 0.5, 4}, true}), "");
  const Shot shot = frame();
  EXPECT_EQ(shot.framing.center_x, 0.3);
  ASSERT_EQ(shot.replies.size(), 3U);
  EXPECT_TRUE(shot.replies[0].overtaken && shot.replies[1].overtaken);
  EXPECT_EQ(shot.replies[2].ticket, 3U);
  EXPECT_FALSE(shot.replies[2].overtaken);
}

TEST_F(VirtualCameraTest, ThePathDoesNotDependOnTheFrameRate) {
  const auto path = [](const std::vector<double>& times) {
    VirtualCamera camera;
    camera.set_shapes(kSource, kOutput, Aspect::kCrop);
    EXPECT_EQ(camera.take(0, MoveTo{{0.3, 0.4, 2}, true}), "");
    camera.advance(100);
    EXPECT_EQ(camera.take(0, MoveTo{{0.7, 0.6, 4}, false}), "");
    std::vector<Framing> framings;
    framings.reserve(times.size());
    for (const double time : times) {
      framings.push_back(camera.advance(time).framing);
    }
    return framings;
  };
  // What a dense rate says at the times of each of the others.
  for (const double fps : {24.0, 30.0, 60000 / 1001.0}) {
    std::vector<double> times;
    std::vector<double> denser;
    for (int i = 1; i < 3 * fps; ++i) {
      times.push_back(100 + i / fps);
      denser.push_back(100 + (i - 0.5) / fps);
      denser.push_back(100 + i / fps);
    }
    const auto coarse = path(times);
    const auto fine = path(denser);
    for (std::size_t i = 0; i < coarse.size(); ++i) {
      const double width = 1 / coarse[i].zoom;
      EXPECT_NEAR(coarse[i].center_x, fine[2 * i + 1].center_x, 0.01 * width) << fps << " " << i;
      EXPECT_NEAR(coarse[i].center_y, fine[2 * i + 1].center_y, 0.01 * width) << fps << " " << i;
    }
  }
}

// --- speeds --------------------------------------------------------------------------------------

TEST_F(VirtualCameraTest, AMoveAtASpeedRampsUpAndHoldsIt) {
  cut_to({0.2, 0.5, 4});
  ASSERT_EQ(camera_.take(0, MoveAt{0.8, 0, 0, 10}), "");
  frames(0.3);
  const double x = shots_.back().framing.center_x;
  frames(0.5);
  // 0.8 crop widths a second, of crops that are a quarter of the picture.
  EXPECT_NEAR(shots_.back().framing.center_x - x, 0.8 * 0.5 / 4, 1e-9);
  EXPECT_TRUE(shots_.back().moving);
  EXPECT_EQ(shots_.back().steering, Steering::kManual);
}

TEST_F(VirtualCameraTest, ASpeedInOctavesZooms) {
  cut_to({0.5, 0.5, 4});
  ASSERT_EQ(camera_.take(0, MoveAt{0, 0, 1, 10}), "");
  frames(0.3);
  const double zoom = shots_.back().framing.zoom;
  frames(0.5);
  EXPECT_NEAR(shots_.back().framing.zoom / zoom, std::exp2(0.5), 1e-6);
}

TEST_F(VirtualCameraTest, CropWidthsShrinkAsItZoomsIn) {
  cut_to({0.2, 0.5, 2});
  ASSERT_EQ(camera_.take(0, MoveAt{0.5, 0, 1, 10}), "");
  frames(1);
  const Framing before = shots_.back().framing;
  const Framing after = frame().framing;
  const double widths = (after.center_x - before.center_x) * (before.zoom + after.zoom) / 2;
  EXPECT_NEAR(widths * fps_, 0.5, 0.03);
}

TEST_F(VirtualCameraTest, AllZeroStops) {
  cut_to({0.2, 0.5, 4});
  ASSERT_EQ(camera_.take(0, MoveAt{1, 0.2, 0, 10}), "");
  frames(0.5);
  ASSERT_EQ(camera_.take(9, MoveAt{0, 0, 0, 1}), "");
  const Shot shot = frame();
  ASSERT_EQ(shot.replies.size(), 1U);
  EXPECT_EQ(shot.replies[0].ticket, 9U);
  EXPECT_FALSE(frames(0.5).moving);
  EXPECT_LT(largest_acceleration(3), 8.1);
}

TEST_F(VirtualCameraTest, ASpeedEndsWithItsTimeout) {
  cut_to({0.2, 0.5, 4});
  ASSERT_EQ(camera_.take(0, MoveAt{1, 0, 0, 0.5}), "");
  EXPECT_TRUE(frames(0.5).moving);
  EXPECT_FALSE(frames(0.5).moving);
  // The way of a trapezium: the time out at speed, as ramping up takes what ramping down gives.
  EXPECT_NEAR(shots_.back().framing.center_x, 0.2 + 1 * 0.5 / 4, 1e-3);
}

TEST_F(VirtualCameraTest, ASpeedIsBrakedBeforeTheBorder) {
  cut_to({0.5, 0.5, 4});
  const std::size_t first = shots_.size();
  ASSERT_EQ(camera_.take(0, MoveAt{2, -2, 0, 20}), "");
  const Shot shot = frames(4);
  EXPECT_DOUBLE_EQ(shot.framing.center_x, 0.875);
  EXPECT_DOUBLE_EQ(shot.framing.center_y, 0.125);
  EXPECT_FALSE(shot.moving);
  EXPECT_LT(largest_acceleration(first), 8.1);
}

TEST_F(VirtualCameraTest, FasterThanAllowedIsAsFastAsAllowed) {
  CameraSettings s;
  s.manual.speed = 0.5;
  configure(s);
  cut_to({0.2, 0.5, 4});
  ASSERT_EQ(camera_.take(0, MoveAt{10, 0, 0, 10}), "");
  frames(0.5);
  const double x = shots_.back().framing.center_x;
  EXPECT_NEAR((frames(0.5).framing.center_x - x) * 4 / 0.5, 0.5, 1e-6);
}

// --- limits --------------------------------------------------------------------------------------

TEST_F(VirtualCameraTest, StaysWithinItsZooms) {
  CameraSettings s;
  s.min_zoom = 2;
  s.max_zoom = 5;
  configure(s);
  EXPECT_EQ(frame().framing.zoom, 2);
  move_to({0.5, 0.5, 16});
  EXPECT_NEAR(frames(5).framing.zoom, 5, 1e-12);
  ASSERT_EQ(camera_.take(0, MoveAt{0, 0, -5, 10}), "");
  EXPECT_NEAR(frames(5).framing.zoom, 2, 1e-12);
}

TEST_F(VirtualCameraTest, NeverLeavesItsRegion) {
  CameraSettings s;
  s.mode = CameraMode::kFollow;
  s.region = {0.25, 0.5, 0.5, 0.5};
  configure(s);
  const auto check = [&] {
    for (const Shot& shot : shots_) {
      EXPECT_GE(shot.crop.x, 0.25 * kSource.width - 1e-6);
      EXPECT_LE(shot.crop.x + shot.crop.w, 0.75 * kSource.width + 1e-6);
      EXPECT_GE(shot.crop.y, 0.5 * kSource.height - 1e-6);
      EXPECT_LE(shot.crop.y + shot.crop.h, kSource.height + 1e-6);
    }
  };
  EXPECT_EQ(frame().framing.zoom, 2);  // the largest crop that fits
  move_to({0.0, 0.0, 1});
  frames(3);
  move_to({1.0, 1.0, 8});
  frames(1);
  ASSERT_EQ(camera_.take(0, MoveAt{-2, -2, -1, 5}), "");
  frames(3);
  set_mode(CameraMode::kFollow);
  follow_to(0.0, 5);
  check();
}

// --- presets -------------------------------------------------------------------------------------

TEST_F(VirtualCameraTest, PresetsAreStoredAndGoneTo) {
  frame();
  EXPECT_EQ(camera_.take(1, StorePreset{"left", Framing{0.2, 0.5, 4}}), "");
  EXPECT_EQ(frame().replies.at(0).ticket, 1U);
  EXPECT_EQ(camera_.take(0, GoToPreset{"left"}), "");
  const Shot shot = frames(4);
  EXPECT_NEAR(shot.framing.center_x, 0.2, 1e-12);
  EXPECT_EQ(shot.steering, Steering::kPreset);
  move_to({0.5, 0.5, 3});
  frames(3);
  EXPECT_EQ(camera_.take(0, StorePreset{"here", std::nullopt}), "");
  EXPECT_EQ(camera_.take(0, GoToPreset{"left"}), "");
  frames(3);
  EXPECT_EQ(camera_.take(0, GoToPreset{"here"}), "");
  EXPECT_EQ(frames(3).framing, (Framing{0.5, 0.5, 3}));
  EXPECT_EQ(camera_.presets(), (std::vector<std::string>{"here", "left"}));
  EXPECT_EQ(camera_.take(0, RemovePreset{"left"}), "");
  EXPECT_EQ(camera_.take(0, GoToPreset{"left"}),
            "there is no preset \"left\"; there are: \"here\"");
  EXPECT_EQ(camera_.take(0, RemovePreset{"left"}),
            "there is no preset \"left\"; there are: \"here\"");
}

// --- modes and hand-over -------------------------------------------------------------------------

TEST_F(VirtualCameraTest, FollowsInModeFollowOnly) {
  frame();
  follow_to(0.3, 4);
  EXPECT_EQ(shots_.back().framing, (Framing{0.5, 0.5, 1}));
  set_mode(CameraMode::kFollow);
  const Shot shot = follow_to(0.3);
  EXPECT_EQ(shot.steering, Steering::kTracking);
  EXPECT_NEAR(shot.framing.center_x, 0.3, 0.03);
  EXPECT_NEAR(shot.framing.zoom, 3, 0.4);
}

TEST_F(VirtualCameraTest, ACommandWinsAtOnceAndIsGivenBackAfterFiveSeconds) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3);
  move_to({0.7, 0.5, 3});
  EXPECT_EQ(frame().steering, Steering::kManual);
  EXPECT_EQ(follow_to(0.3, 4.9).steering, Steering::kManual);
  EXPECT_NEAR(shots_.back().framing.center_x, 0.7, 1e-9);
  EXPECT_EQ(follow_to(0.3, 0.2).steering, Steering::kTracking);
  EXPECT_NEAR(follow_to(0.3, 8).framing.center_x, 0.3, 0.03);
}

TEST_F(VirtualCameraTest, EachCommandBeginsTheFiveSecondsAnew) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3, 2);
  for (int i = 0; i < 4; ++i) {
    move_to({0.7, 0.5, 3 + 0.1 * i});
    EXPECT_EQ(follow_to(0.3, 4).steering, Steering::kManual);
  }
  ASSERT_EQ(camera_.take(0, MoveAt{-0.1, 0, 0, 3}), "");
  EXPECT_EQ(follow_to(0.3, 7.5).steering, Steering::kManual);  // 3 s of moving, then 5
  EXPECT_EQ(follow_to(0.3, 1).steering, Steering::kTracking);
}

TEST_F(VirtualCameraTest, HandBackZeroIsNever) {
  CameraSettings s;
  s.mode = CameraMode::kFollow;
  s.hand_back = 0;
  configure(s);
  follow_to(0.3, 2);
  move_to({0.7, 0.5, 3});
  EXPECT_EQ(follow_to(0.3, 60).steering, Steering::kManual);
  set_mode(CameraMode::kFollow);  // unless it is told to
  EXPECT_EQ(follow_to(0.3, 0.1).steering, Steering::kTracking);
}

TEST_F(VirtualCameraTest, APresetIsGivenBackToo) {
  set_mode(CameraMode::kFollow);
  EXPECT_EQ(camera_.take(0, StorePreset{"right", Framing{0.7, 0.5, 3}}), "");
  follow_to(0.3, 2);
  EXPECT_EQ(camera_.take(0, GoToPreset{"right"}), "");
  EXPECT_EQ(follow_to(0.3, 4.5).steering, Steering::kPreset);
  EXPECT_EQ(follow_to(0.3, 1).steering, Steering::kTracking);
}

TEST_F(VirtualCameraTest, HandOversAreContinuousBothWays) {
  fps_ = 60;
  for (const double lookahead : {0.0, 0.5}) {
    CameraSettings s;
    s.mode = CameraMode::kFollow;
    s.min_zoom = s.max_zoom = 3;
    s.follow.lookahead = lookahead;
    s.hand_back = 0;
    configure(s);
    // A target that goes to and fro at 0.3 crop widths a second.
    const auto crossing = [this] {
      const double phase = std::fmod(time_, 8.0) / 4;
      return record_at(0.3 + 0.4 * (phase < 1 ? phase : 2 - phase));
    };
    std::size_t first = shots_.size() + 3;
    frames(17.5, crossing);  // in full motion: at a turn an operator gets more acceleration
    const double own = largest_acceleration(first);
    // Take it away in full motion, give it back in full motion, again and again.
    for (int i = 0; i < 10; ++i) {
      first = shots_.size();
      move_to({0.4 + 0.2 * (i % 2), 0.45, 3});
      frames(0.1 + 0.05 * i, crossing);
      EXPECT_LE(largest_acceleration(first), 1.05 * s.manual.acceleration) << "taken, " << i;
      first = shots_.size();
      set_mode(CameraMode::kFollow);
      frames(2, crossing);
      // The operator's motion ends at the operator's acceleration; then there is the path's own.
      EXPECT_LE(largest_acceleration(first), 1.3 * s.manual.acceleration + own) << "back, " << i;
      EXPECT_LE(largest_acceleration(first + 30), s.follow.max_acceleration + own) << "back, " << i;
      frames(1.7, crossing);
    }
    time_ += 20;  // nothing is left of the first round
    camera_.restart();
  }
}

TEST_F(VirtualCameraTest, FromACloseShotToTheWideOneTheCropNeverHitsTheBorder) {
  fps_ = 60;
  CameraSettings s;
  s.mode = CameraMode::kFollow;
  configure(s);
  cut_to({0.85, 0.2, 4});
  frames(4.9);
  const std::size_t first = shots_.size();
  const Shot shot = frames(8);
  EXPECT_EQ(shot.steering, Steering::kHome);
  EXPECT_NEAR(shot.framing.zoom, 1, 1e-6);
  EXPECT_LE(largest_acceleration(first), s.follow.max_acceleration);
}

TEST_F(VirtualCameraTest, WithNothingToFollowHandBackLeadsHome) {
  CameraSettings s;
  s.mode = CameraMode::kFollow;
  s.home = {0.4, 0.5, 2};
  configure(s);
  frame();
  EXPECT_EQ(shots_.back().steering, Steering::kHome);
  move_to({0.7, 0.5, 3});
  EXPECT_EQ(frames(4).steering, Steering::kManual);
  const Shot shot = frames(10);
  EXPECT_EQ(shot.steering, Steering::kHome);
  EXPECT_NEAR(shot.framing.center_x, 0.4, 1e-6);
  EXPECT_NEAR(shot.framing.zoom, 2, 1e-6);
}

TEST_F(VirtualCameraTest, LostEasesHomeAndReacquiringEasesBack) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3);
  TrackingRecord lost;
  lost.tracking_state = "lost";
  const std::size_t first = shots_.size();
  Shot shot = frames(10, [&] { return lost; });
  EXPECT_EQ(shot.steering, Steering::kHome);
  EXPECT_NEAR(shot.framing.zoom, 1, 0.05);
  shot = follow_to(0.3);
  EXPECT_EQ(shot.steering, Steering::kTracking);
  EXPECT_NEAR(shot.framing.center_x, 0.3, 0.03);
  EXPECT_LT(largest_acceleration(first), 3);
}

TEST_F(VirtualCameraTest, HoldStopsAndRefuses) {
  set_mode(CameraMode::kFollow);
  EXPECT_EQ(camera_.take(0, StorePreset{"left", Framing{0.2, 0.5, 4}}), "");
  follow_to(0.3, 1.5);
  const std::size_t first = shots_.size();
  set_mode(CameraMode::kHold);
  EXPECT_EQ(follow_to(0.9, 0.5).steering, Steering::kHold);
  EXPECT_LT(largest_acceleration(first), 8.1);  // it brakes, it does not freeze
  const Framing held = shots_.back().framing;
  EXPECT_FALSE(shots_.back().moving);
  const std::string reason = "the camera is on hold; set its mode to manual or follow first";
  EXPECT_EQ(camera_.take(0, MoveTo{{0.7, 0.5, 3}, false}), reason);
  EXPECT_EQ(camera_.take(0, MoveTo{{0.7, 0.5, 3}, true}), reason);
  EXPECT_EQ(camera_.take(0, MoveAt{1, 0, 0, 1}), reason);
  EXPECT_EQ(camera_.take(0, GoToPreset{"left"}), reason);
  EXPECT_EQ(camera_.take(0, StorePreset{"held", std::nullopt}), "");
  EXPECT_EQ(camera_.take(0, RemovePreset{"left"}), "");
  EXPECT_EQ(follow_to(0.9, 20).framing, held);
  set_mode(CameraMode::kManual);
  EXPECT_EQ(frames(1).framing, held);
  EXPECT_EQ(shots_.back().steering, Steering::kManual);
  EXPECT_EQ(camera_.take(0, GoToPreset{"held"}), "");
}

TEST_F(VirtualCameraTest, ModeManualEndsFollowingAtOnce) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3, 1.5);
  set_mode(CameraMode::kManual);
  EXPECT_EQ(frame().steering, Steering::kManual);
  const Framing there = follow_to(0.9, 1).framing;
  EXPECT_EQ(follow_to(0.9, 10).framing, there);
}

TEST_F(VirtualCameraTest, ModeIsASettingToo) {
  CameraSettings s;
  s.mode = CameraMode::kFollow;
  configure(s);
  EXPECT_NEAR(follow_to(0.3).framing.center_x, 0.3, 0.03);
  s.mode = CameraMode::kHold;
  configure(s);
  EXPECT_EQ(frame().steering, Steering::kHold);
  set_mode(CameraMode::kManual);
  EXPECT_EQ(camera_.settings().mode, CameraMode::kManual);
}

TEST_F(VirtualCameraTest, NewLimitsAreEasedInto) {
  cut_to({0.1, 0.1, 6});
  const std::size_t first = shots_.size();
  CameraSettings s;
  s.region = {0.3, 0.3, 0.7, 0.7};
  s.max_zoom = 3;
  configure(s);
  EXPECT_LT(frame().framing.center_x, 0.15);
  const Shot shot = frames(3);
  EXPECT_NEAR(shot.framing.center_x, 0.3 + 1 / 6.0, 1e-9);
  EXPECT_NEAR(shot.framing.zoom, 3, 1e-9);
  EXPECT_LT(largest_acceleration(first), 1.5 * s.manual.acceleration);
  move_to({0.1, 0.1, 6});
  EXPECT_EQ(frames(3).framing, shot.framing);
}

TEST_F(VirtualCameraTest, NewParametersDoNotMakeThePictureJump) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3, 2);
  const std::size_t first = shots_.size();
  CameraSettings s = settings();
  apply_profile(s, Profile::kCalm);
  configure(s);
  follow_to(0.4, 1);
  s.region = {0.1, 0, 0.8, 1};
  configure(s);
  follow_to(0.4, 1);
  // A jump of a hundredth of a crop width would be 9.
  EXPECT_LT(largest_acceleration(first), 1.3 * s.manual.acceleration);
  EXPECT_NEAR(follow_to(0.4).framing.center_x, 0.4, 0.03);
}

// --- time ----------------------------------------------------------------------------------------

TEST_F(VirtualCameraTest, AfterARestartTimeMayGoAnywhereAndCommandsStillHold) {
  fps_ = 1000;  // too soon for the move to be seen
  cut_to({0.6, 0.5, 4});
  EXPECT_EQ(camera_.take(5, MoveTo{{0.3, 0.5, 4}, false}), "");
  EXPECT_TRUE(frame().replies.empty());
  fps_ = 30;
  const Framing before = shots_.back().framing;
  camera_.restart();
  time_ = 3;
  EXPECT_NEAR(frame().framing.center_x, before.center_x, 1e-9);
  EXPECT_EQ(frames(4).framing, (Framing{0.3, 0.5, 4}));
  int replies = 0;
  for (const Shot& shot : shots_) {
    for (const CommandReply& reply : shot.replies) {
      EXPECT_EQ(reply.ticket, 5U);
      EXPECT_FALSE(reply.overtaken);
      ++replies;
    }
  }
  EXPECT_EQ(replies, 1);
}

TEST_F(VirtualCameraTest, AfterARestartDetectionsAreForgotten) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3);
  const Framing there = shots_.back().framing;
  camera_.restart();
  time_ = 5;
  EXPECT_EQ(frames(8).framing, there);
  EXPECT_NEAR(follow_to(0.6).framing.center_x, 0.6, 0.03);
}

TEST_F(VirtualCameraTest, AfterARestartBackInTimeHandBackComesAfterFiveSecondsToo) {
  set_mode(CameraMode::kFollow);
  frame();
  EXPECT_EQ(camera_.take(3, MoveAt{0.5, 0, 0, 60}), "");
  frames(1);
  camera_.restart();
  time_ = 3;
  frame();
  EXPECT_FALSE(shots_.back().moving);  // nobody knows for how long it should go on
  EXPECT_EQ(frames(4.8).steering, Steering::kManual);
  EXPECT_EQ(frames(0.4).steering, Steering::kHome);
}

TEST_F(VirtualCameraTest, APauseDoesNotMakeAMoveJump) {
  fps_ = 30;
  cut_to({0.3, 0.5, 4});
  time_ += 5;
  move_to({0.7, 0.5, 4});
  const Shot shot = frame();
  EXPECT_LT(shot.framing.center_x, 0.32);
}

TEST_F(VirtualCameraTest, TheSameTimeAgainIsTheSamePicture) {
  frame();
  move_to({0.3, 0.5, 4});
  frames(0.3);
  EXPECT_EQ(camera_.advance(time_).framing, shots_.back().framing);
}

TEST_F(VirtualCameraTest, LateRecordsAreCounted) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3, 4);
  const auto before = camera_.counters();
  EXPECT_GT(before.records_used, 50U);
  EXPECT_EQ(before.records_late, 0U);
  EXPECT_EQ(camera_.observe(record_at(0.9), time_ - 60), "");
  EXPECT_EQ(camera_.counters().records_late, 1U);
  EXPECT_EQ(camera_.counters().records_used, before.records_used);
}

// --- invalid numbers -----------------------------------------------------------------------------

/// Takes what is bad, and shows that nothing has changed: the camera stays where it is.
class InvalidNumbers : public VirtualCameraTest {
 protected:
  InvalidNumbers() {
    set_mode(CameraMode::kFollow);
    cut_to({0.4, 0.5, 3});
  }
  void expect_unchanged() {
    const Shot shot = frame();
    EXPECT_EQ(shot.framing, (Framing{0.4, 0.5, 3}));
    EXPECT_TRUE(shot.replies.empty());
    EXPECT_EQ(shot.steering, Steering::kManual);
  }
  void expect_refused(const CameraCommand& command, const std::string& field) {
    const std::string error = camera_.take(4, command);
    EXPECT_EQ(error.rfind(field + " must be between ", 0), 0U) << field << ": " << error;
    expect_unchanged();
  }
};

TEST_F(InvalidNumbers, OfMoves) {
  for (const double bad : kBad) {
    for (const bool cut : {false, true}) {
      expect_refused(MoveTo{{bad, 0.5, 2}, cut}, "center-x");
      expect_refused(MoveTo{{0.5, bad, 2}, cut}, "center-y");
      expect_refused(MoveTo{{0.5, 0.5, bad}, cut}, "zoom");
    }
    expect_refused(MoveAt{bad, 0, 0, 1}, "x");
    expect_refused(MoveAt{0, bad, 0, 1}, "y");
    expect_refused(MoveAt{0, 0, bad, 1}, "zoom");
    expect_refused(MoveAt{1, 0, 0, bad}, "timeout");
  }
  EXPECT_EQ(camera_.take(0, MoveTo{{1.5, 0.5, 2}, false}),
            "center-x must be between 0 and 1, not 1.5");
}

TEST_F(InvalidNumbers, OfPresets) {
  for (const double bad : kBad) {
    expect_refused(StorePreset{"a", Framing{bad, 0.5, 2}}, "center-x");
    expect_refused(StorePreset{"a", Framing{0.5, bad, 2}}, "center-y");
    expect_refused(StorePreset{"a", Framing{0.5, 0.5, bad}}, "zoom");
  }
  EXPECT_TRUE(camera_.presets().empty());
}

TEST_F(InvalidNumbers, OfSettings) {
  for (const Parameter& parameter : parameters()) {
    for (const double bad : {kBad[0], kBad[1], kBad[2], 1e9}) {
      CameraSettings s = settings();
      s.home = {0.1, 0.1, 9};
      s.mode = CameraMode::kHold;
      parameter.field(s) = bad;
      const std::string error = camera_.configure(s);
      EXPECT_EQ(error.rfind(std::string(parameter.name) + " must be between ", 0), 0U) << error;
      EXPECT_EQ(camera_.settings().mode, CameraMode::kFollow);
      EXPECT_EQ(camera_.settings().home, (Framing{}));
    }
  }
  expect_unchanged();
}

TEST_F(InvalidNumbers, OfRecords) {
  using Field = std::function<void(TrackingRecord&, double)>;
  const std::vector<std::pair<std::string, Field>> fields = {
      {"timestamp", [](TrackingRecord& r, double v) { r.timestamp = v; }},
      {"target_x", [](TrackingRecord& r, double v) { r.target_x = v; }},
      {"target_y", [](TrackingRecord& r, double v) { r.target_y = v; }},
      {"target_zoom", [](TrackingRecord& r, double v) { r.target_zoom = v; }},
      {"tracking_confidence", [](TrackingRecord& r, double v) { r.tracking_confidence = v; }},
      {"occlusion_level", [](TrackingRecord& r, double v) { r.occlusion_level = v; }},
      {"ball_velocity_x", [](TrackingRecord& r, double v) { r.ball_velocity_x = v; }},
      {"ball_velocity_y", [](TrackingRecord& r, double v) { r.ball_velocity_y = v; }},
      {"targets[1].x", [](TrackingRecord& r, double v) { r.targets[1].x = v; }},
      {"targets[1].y", [](TrackingRecord& r, double v) { r.targets[1].y = v; }},
      {"targets[1].w", [](TrackingRecord& r, double v) { r.targets[1].w = v; }},
      {"targets[1].h", [](TrackingRecord& r, double v) { r.targets[1].h = v; }},
      {"targets[1].confidence", [](TrackingRecord& r, double v) { r.targets[1].confidence = v; }},
      {"targets[1].vx", [](TrackingRecord& r, double v) { r.targets[1].vx = v; }},
      {"targets[1].vy", [](TrackingRecord& r, double v) { r.targets[1].vy = v; }},
  };
  std::uint64_t refused = 0;
  for (const auto& [name, set] : fields) {
    for (const double bad : {kBad[0], kBad[1], kBad[2], -2000.0, 1e12}) {
      TrackingRecord record;
      record.targets.resize(2);
      set(record, bad);
      const std::string error = camera_.observe(record, time_);
      EXPECT_EQ(error.rfind(name + " must be between ", 0), 0U) << name << ": " << error;
      EXPECT_EQ(camera_.counters().records_refused, ++refused);
    }
  }
  for (const double bad : {kBad[0], kBad[1], kBad[2]}) {
    EXPECT_NE(camera_.observe(record_at(0.5), bad), "");
  }
  EXPECT_EQ(camera_.counters().records_used, 0U);
  expect_unchanged();
}

}  // namespace
}  // namespace gimbal

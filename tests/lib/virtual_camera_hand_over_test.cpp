// Who steers, and how one takes over from another.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "lib/camera/parameters.hpp"
#include "tests/lib/virtual_camera_fixture.hpp"

namespace gimbal {
namespace {

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

}  // namespace
}  // namespace gimbal

// A camera that is told a speed, and how far it may go.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/lib/virtual_camera_fixture.hpp"

namespace gimbal {
namespace {

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

}  // namespace
}  // namespace gimbal

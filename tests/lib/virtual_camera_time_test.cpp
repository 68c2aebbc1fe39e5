// Time that jumps, stands or begins anew, and records that come late.
#include <gtest/gtest.h>

#include "tests/lib/virtual_camera_fixture.hpp"

namespace gimbal {
namespace {

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

TrackingRecord lost() {
  TrackingRecord record;
  record.tracking_state = "lost";
  return record;
}

TEST_F(VirtualCameraTest, ACameraOnItsWayHomeGoesOnAfterARestart) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3);
  EXPECT_EQ(camera_.observe(lost(), time_), "");
  const Framing halfway = frames(1.5).framing;
  EXPECT_GT(halfway.center_x, 0.32);
  EXPECT_LT(halfway.center_x, 0.48);
  for (const double begin : {5.0, 0.0}) {  // the second time it is told by nobody but itself
    const Framing before = shots_.back().framing;
    camera_.restart();
    time_ = begin;
    EXPECT_NEAR(frame().framing.center_x, before.center_x, 0.001);
    const std::size_t first = shots_.size();
    EXPECT_GT(frames(1).framing.center_x, before.center_x + 0.005);
    EXPECT_LT(largest_acceleration(first + 2), 3);
  }
  EXPECT_NEAR(frames(8).framing.center_x, 0.5, 0.005);
  EXPECT_NEAR(follow_to(0.6).framing.center_x, 0.6, 0.03);
}

TEST_F(VirtualCameraTest, ACameraThatHasGivenUpItsTargetGoesOnHomeAfterARestart) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3);
  const FollowSettings follow = settings().follow;
  const Framing halfway =
      frames(follow.coast_time + follow.fade_time + follow.hold_time + 1.5).framing;
  EXPECT_GT(halfway.center_x, 0.32);
  EXPECT_LT(halfway.center_x, 0.48);
  camera_.restart();
  time_ = 5;
  EXPECT_NEAR(frames(10).framing.center_x, 0.5, 0.005);
}

TEST_F(VirtualCameraTest, ALossThatWaitsForItsTimeOutlastsARestart) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3);
  EXPECT_EQ(camera_.observe(lost(), time_ + 0.5), "");
  EXPECT_NEAR(frame().framing.center_x, 0.3, 0.03);
  camera_.restart();
  time_ = 5;
  EXPECT_NEAR(frames(12).framing.center_x, 0.5, 0.005);
}

TEST_F(VirtualCameraTest, ACameraOnItsWayHomeGoesOnWithinNewBounds) {
  set_mode(CameraMode::kFollow);
  follow_to(0.3);
  EXPECT_EQ(camera_.observe(lost(), time_), "");
  frames(1.5);
  camera_.set_shapes({1920, 1080}, {720, 720}, Aspect::kCrop);
  EXPECT_NEAR(frames(12).framing.center_x, 0.5, 0.005);
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

}  // namespace
}  // namespace gimbal

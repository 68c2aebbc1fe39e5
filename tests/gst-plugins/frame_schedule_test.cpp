#include "gst-plugins/common/frame_schedule.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(FrameSchedule, PtsFollowTheFrameNumberWithoutDrift) {
  FrameSchedule schedule;
  schedule.start(30000, 1001, 0);
  for (int i = 0; i < 30000; ++i) {
    schedule.advance();
  }
  EXPECT_EQ(schedule.next_pts(), 1001 * GST_SECOND);
  EXPECT_EQ(schedule.next_number(), 30000U);
}

TEST(FrameSchedule, StartsNow) {
  FrameSchedule schedule;
  schedule.start(50, 1, 7 * GST_SECOND);
  EXPECT_EQ(schedule.next_pts(), 7 * GST_SECOND);
  EXPECT_EQ(schedule.duration(), 20 * GST_MSECOND);
}

TEST(FrameSchedule, SecondsGoOnFromWhereTheyAreAtANewRateAndKnowNoClock) {
  FrameSchedule schedule;
  schedule.start(50, 1, 7 * GST_SECOND);
  EXPECT_EQ(schedule.next_seconds(), 0);
  for (int i = 0; i < 25; ++i) {
    schedule.advance();
  }
  EXPECT_EQ(schedule.next_seconds(), 0.5);
  schedule.start(10, 1, 20 * GST_SECOND);
  EXPECT_EQ(schedule.next_seconds(), 0.5);
  schedule.advance();
  EXPECT_EQ(schedule.next_seconds(), 0.6);
}

TEST(FrameSchedule, ALittleLateIsCaughtUp) {
  FrameSchedule schedule;
  schedule.start(100, 1, 0);
  EXPECT_EQ(schedule.skip_late(FrameSchedule::kMaxLateness), 0U);
  EXPECT_EQ(schedule.next_pts(), 0U);
}

TEST(FrameSchedule, HopelesslyLateIsSkippedAndCounted) {
  FrameSchedule schedule;
  schedule.start(100, 1, 0);
  EXPECT_EQ(schedule.skip_late(2 * GST_SECOND), 200U);
  EXPECT_EQ(schedule.next_pts(), 2 * GST_SECOND);
  EXPECT_EQ(schedule.next_number(), 200U);
}

TEST(FrameSchedule, ANewRateNeverTurnsPtsBack) {
  FrameSchedule schedule;
  schedule.start(10, 1, 0);
  for (int i = 0; i < 5; ++i) {
    schedule.advance();
  }
  schedule.start(60, 1, 450 * GST_MSECOND);
  EXPECT_EQ(schedule.next_pts(), 500 * GST_MSECOND);
  EXPECT_EQ(schedule.next_number(), 5U);
}

}  // namespace
}  // namespace gimbal

// Which picture a record is of, and where the camera's time begins anew.
#include "gst-plugins/virtualptz/record_time.hpp"

#include <gtest/gtest.h>

#include "gst-plugins/virtualptz/frame_times.hpp"

namespace gimbal::virtualptz {
namespace {

TrackingRecord stamped(double timestamp, Timebase timebase) {
  TrackingRecord record;
  record.timestamp = timestamp;
  record.timebase = timebase;
  return record;
}

constexpr RecordArrival kArrival{.buffer_pts = 7.0,
                                 .video_now = 100.0,
                                 .unix_now = 1e9,
                                 .video_delay = 0.5,
                                 .detector_latency = 0.2};

TEST(RecordTime, ItsOwnPtsComesFirst) {
  EXPECT_EQ(*time_of(stamped(3, Timebase::kPts), kArrival), 3);
}

TEST(RecordTime, ATimeThatTheVideoNeverComesToIsRefused) {
  EXPECT_TRUE(time_of(stamped(80'000, Timebase::kPts), kArrival));
  const auto unix_time = time_of(stamped(1.7e9, Timebase::kPts), kArrival);
  ASSERT_FALSE(unix_time);
  EXPECT_NE(unix_time.error().find("timebase \"unix\""), std::string::npos);
}

TEST(RecordTime, ThenTheBuffers) {
  EXPECT_EQ(*time_of({}, kArrival), 7);
}

TEST(RecordTime, UnixTimeIsCountedBackFromNow) {
  EXPECT_NEAR(*time_of(stamped(1e9 - 0.3, Timebase::kUnix), kArrival), 100.5 - 0.3, 1e-6);
}

TEST(RecordTime, AtLastTheArrivalLessTheDetectorsLatency) {
  RecordArrival arrival = kArrival;
  arrival.buffer_pts.reset();
  EXPECT_NEAR(*time_of({}, arrival), 100.5 - 0.2, 1e-9);
}

TEST(RecordTime, WhatIsOnAFrameIsOfThatFrame) {
  RecordArrival arrival = kArrival;
  arrival.frame_pts = 100;
  EXPECT_EQ(*time_of({}, arrival), 100);
  arrival.video_now = 100.01;               // a moment later on the machine's clock
  EXPECT_EQ(known_at(arrival), 100 + 0.5);  // but that says nothing of when it was seen
}

TEST(RecordTime, ItIsKnownWhenItComesWhicheverPictureItIsOf) {
  EXPECT_EQ(known_at(kArrival), 100 + 0.5);  // the video is half a second late, its detector not
  RecordArrival arrival = kArrival;
  arrival.video_now.reset();
  EXPECT_FALSE(known_at(arrival));
}

TEST(RecordTime, WithoutAFrameThereIsNoNow) {
  RecordArrival arrival = kArrival;
  arrival.video_now.reset();
  EXPECT_FALSE(time_of(stamped(1e9, Timebase::kUnix), arrival));
  EXPECT_TRUE(time_of(stamped(3, Timebase::kPts), arrival));
}

TEST(VideoNow, GoesOnForAFrameAndThenWaits) {
  VideoNow now;
  EXPECT_FALSE(now.at(50));
  now.note_frame(10, 50);
  EXPECT_EQ(*now.at(51), 10);  // nobody knows yet how long a frame lasts
  now.note_frame(10.04, 50.04);
  EXPECT_NEAR(*now.at(50.06), 10.06, 1e-9);
  EXPECT_NEAR(*now.at(60), 10.08, 1e-9);
  now.note_frame(2, 61);  // jumps back
  EXPECT_EQ(*now.at(62), 2);
}

TEST(FrameTimes, BeginAnewWhereTimeJumps) {
  FrameTimes times;
  EXPECT_FALSE(times.next(5 * GST_SECOND, 0, true).begins_anew);    // nothing was before
  EXPECT_FALSE(times.next(6 * GST_SECOND, 0, true).begins_anew);    // a loss
  EXPECT_FALSE(times.next(90 * GST_SECOND, 0, false).begins_anew);  // one picture a minute
  EXPECT_TRUE(times.next(190 * GST_SECOND, 0, true).begins_anew);
  EXPECT_TRUE(times.next(10 * GST_SECOND, 0, false).begins_anew);
}

TEST(FrameTimes, WithoutPtsOneStepAfterTheOther) {
  FrameTimes times;
  EXPECT_EQ(times.next(GST_CLOCK_TIME_NONE, 40 * GST_MSECOND, false).seconds, 0);
  EXPECT_NEAR(times.next(GST_CLOCK_TIME_NONE, 40 * GST_MSECOND, false).seconds, 0.04, 1e-9);
}

}  // namespace
}  // namespace gimbal::virtualptz

// Of which picture a record on the tracking pad is, by its own time, its buffer's or its arrival.
#include <chrono>

#include "tests/gst-plugins/virtualptz/tracking_pad_fixture.hpp"

namespace gimbal {
namespace {

TEST_F(TrackingPad, WithoutATimestampItsArrivalCounts) {
  const double center = run(150, [](int) { return person(0.35); });
  EXPECT_NEAR(center, 0.35, 0.03);
  // The first one came before any frame that could have told the time.
  EXPECT_EQ(camera.count("records-used"), 149U);
  EXPECT_EQ(camera.count("records-refused"), 1U);
}

TEST_F(TrackingPad, UnixTimeIsThatOfTheNewestFrame) {
  const auto now = [] {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  run(1);
  const double center = run(150, [&](int) { return person(0.65, timestamp(now(), "unix")); });
  EXPECT_NEAR(center, 0.65, 0.03);
  const guint64 late = camera.count("records-late");
  camera.push_records(person(0.66, timestamp(now() - 3600, "unix")));
  run(151);
  EXPECT_EQ(camera.count("records-late"), late + 1);
}

TEST_F(TrackingPad, ABufferTimeIsMappedByRunningTime) {
  // The video's PTS begin at an hour, the records' at zero: both have the same running time.
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  segment.start = 3600 * GST_SECOND;
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  double center = 0;
  for (int i = 0; i < 150; ++i) {
    camera.push_records(person(0.65), pts_of(i));
    const CropRect crop = camera.crop_at(3600 * GST_SECOND + pts_of(i));
    center = (crop.x + crop.w / 2) / 640;
  }
  EXPECT_NEAR(center, 0.65, 0.03);
  EXPECT_EQ(camera.count("records-used"), 150U);
}

/// Shows frames from `first` on; the last centre, 0 to 1.
double center_after(CameraHarness& camera, GstClockTime first, int frames) {
  CropRect crop;
  for (int i = 0; i < frames; ++i) {
    crop = camera.crop_at(first + pts_of(i));
  }
  return (crop.x + crop.w / 2) / 640;
}

constexpr const char* kFollowing = "mode=follow min-zoom=2 max-zoom=2";

TEST(TrackingPadBeforeTheVideo, ABufferTimeWaitsForTheVideosSegment) {
  CameraHarness camera(kFollowing);
  for (int i = 0; i < 150; ++i) {
    EXPECT_EQ(camera.push_records(person(0.65), pts_of(i)), GST_FLOW_OK);
  }
  camera.start(nv12(640, 360), nv12(320, 180));
  EXPECT_NEAR(center_after(camera, 0, 150), 0.65, 0.03);
  EXPECT_EQ(camera.count("records-used"), 150U);
  EXPECT_EQ(camera.count("records-refused"), 0U);
}

TEST_F(TrackingPad, ABufferTimeWaitsForTheSegmentAfterAFlush) {
  run(1);
  gst_harness_push_event(camera.get(), gst_event_new_flush_start());
  gst_harness_push_event(camera.get(), gst_event_new_flush_stop(TRUE));
  for (int i = 0; i < 150; ++i) {
    camera.push_records(person(0.65), pts_of(i));
  }
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  segment.start = 3600 * GST_SECOND;
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  EXPECT_NEAR(center_after(camera, 3600 * GST_SECOND, 150), 0.65, 0.03);
  EXPECT_EQ(camera.count("records-used"), 150U);
  EXPECT_EQ(camera.count("records-refused"), 0U);
}

TEST(TrackingPadBeforeTheVideo, NoMoreWaitThanThereIsRoomFor) {
  constexpr int kMost = 20'000;
  CameraHarness camera(kFollowing);
  std::string lines;
  for (int i = 0; i < kMost + 3; ++i) {
    lines += "{\"targets\":[]}\n";
  }
  camera.push_records(lines, 0);
  EXPECT_EQ(camera.count("records-refused"), 3U);
  const auto warnings = camera.texts(GST_MESSAGE_WARNING);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("send them as the video plays"), std::string::npos) << warnings[0];
}

TEST(TrackingPadBeforeTheVideo, OfAnotherStreamDoesNotWaitForTheNext) {
  CameraHarness camera(kFollowing);
  camera.push_records(person(0.65), 0);
  gst_element_set_state(camera.camera(), GST_STATE_READY);
  camera.start(nv12(640, 360), nv12(320, 180));
  center_after(camera, 0, 30);
  EXPECT_EQ(camera.count("records-used"), 0U);
}

/// How far the camera has gone when the records of 60 frames, of a target that moves steadily,
/// have arrived 300 ms after their pictures.
double center_with_late_arrivals(const std::string& properties) {
  CameraHarness camera("mode=follow min-zoom=2 max-zoom=2 " + properties, nv12(640, 360),
                       nv12(320, 180));
  CropRect crop;
  for (int i = 0; i < 90; ++i) {
    crop = camera.crop_at(pts_of(i));
    if (i >= 9) {
      camera.push_records(person(0.3 + 0.004 * (i - 9)));
    }
  }
  return (crop.x + crop.w / 2) / 640;
}

TEST(DetectorLatency, IsMadeUpFor) {
  const double unaware = center_with_late_arrivals("");
  const double aware = center_with_late_arrivals("detector-latency=300000000");
  // 300 ms are 9 frames of 0.004.
  EXPECT_GT(aware, unaware + 0.01);
}

TEST(DetectorLatency, VideoThatWasDelayedIsOlderThanItsDetections) {
  // The same arrivals are of pictures that will come in 300 ms: the camera waits for them.
  const double live = center_with_late_arrivals("");
  const double delayed = center_with_late_arrivals("lookahead=300000000");
  EXPECT_LT(delayed, live);
}

}  // namespace
}  // namespace gimbal

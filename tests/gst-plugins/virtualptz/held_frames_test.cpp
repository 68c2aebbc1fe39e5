// Frames that virtualptz holds for the look-ahead: how long, in which order, and when they leave.
#include "gst-plugins/common/roi_meta.hpp"
#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {
namespace {

constexpr GstClockTime kLookahead = 200 * GST_MSECOND;
constexpr const char* kHold = "lookahead=200000000 hold-frames=true";

GstClockTime pts_of(int frame) {
  return static_cast<GstClockTime>(frame) * kFrame30;
}

class Held : public testing::Test {
 protected:
  Held() : camera(std::string(kHold) + " zoom=2", nv12(640, 360), nv12(160, 90)) {}

  void push(int begin, int end) {
    for (int i = begin; i < end; ++i) {
      EXPECT_EQ(camera.push(pts_of(i)), GST_FLOW_OK);
    }
  }

  /// The PTS of what is out, in units of frames.
  std::vector<int> out() {
    std::vector<int> frames;
    while (const BufferHandle shown = camera.pull()) {
      frames.push_back(static_cast<int>((GST_BUFFER_PTS(shown.get()) + kFrame30 / 2) / kFrame30));
    }
    return frames;
  }

  CameraHarness camera;
};

TEST_F(Held, EachFrameLeavesNoLaterThanTheLookahead) {
  // With PTS rounded down the sixth frame after is 2 ns less than 200 ms later: one more may come.
  for (int i = 0; i < 20; ++i) {
    push(i, i + 1);
    const auto frames = out();
    EXPECT_EQ(frames, i < 6 ? std::vector<int>{} : std::vector<int>{i - 6}) << i;
  }
}

TEST_F(Held, LatencyIsTheLookaheadOnTopOfUpstreams) {
  gst_harness_set_live(camera.get(), TRUE);
  gst_harness_set_upstream_latency(camera.get(), 30 * GST_MSECOND);
  push(0, 1);
  EXPECT_EQ(gst_harness_query_latency(camera.get()), kLookahead + 30 * GST_MSECOND);
  EXPECT_FALSE(camera.message(GST_MESSAGE_LATENCY));
  g_object_set(camera.camera(), "hold-frames", FALSE, nullptr);
  EXPECT_TRUE(camera.message(GST_MESSAGE_LATENCY));
  EXPECT_EQ(gst_harness_query_latency(camera.get()), 30 * GST_MSECOND);
  g_object_set(camera.camera(), "lookahead", guint64{GST_SECOND}, nullptr);
  EXPECT_FALSE(camera.message(GST_MESSAGE_LATENCY));  // the video was delayed before it came
  EXPECT_EQ(gst_harness_query_latency(camera.get()), 30 * GST_MSECOND);
}

TEST_F(Held, WithoutHoldingFramesLeaveAtOnce) {
  g_object_set(camera.camera(), "hold-frames", FALSE, nullptr);
  push(0, 3);
  EXPECT_EQ(out(), (std::vector<int>{0, 1, 2}));
}

TEST_F(Held, WhatIsHeldLeavesWhenHoldingIsSwitchedOff) {
  push(0, 3);
  EXPECT_EQ(out(), (std::vector<int>{}));
  g_object_set(camera.camera(), "hold-frames", FALSE, nullptr);
  push(3, 4);
  EXPECT_EQ(out(), (std::vector<int>{0, 1, 2, 3}));
}

TEST_F(Held, TheEndDrains) {
  push(0, 4);
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  EXPECT_EQ(out(), (std::vector<int>{0, 1, 2, 3}));
}

TEST_F(Held, NewCapsDrainInTheOldShape) {
  push(0, 3);
  camera.set_caps(nv12(320, 180));
  int frames = 0;
  while (const BufferHandle shown = camera.pull()) {
    EXPECT_EQ(get_crop_meta(shown.get())->w, 320);  // half of 640
    ++frames;
  }
  EXPECT_EQ(frames, 3);
}

TEST_F(Held, ANewSizeDownstreamCostsNoFrame) {
  push(0, 3);
  gst_harness_set_sink_caps_str(camera.get(), nv12(320, 180).c_str());
  push(3, 10);
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  EXPECT_EQ(out().size(), 10U);
  EXPECT_EQ(camera.texts(GST_MESSAGE_ERROR), std::vector<std::string>{});
}

TEST_F(Held, ANewSegmentDrains) {
  push(0, 3);
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  segment.base = GST_SECOND;
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  EXPECT_EQ(out(), (std::vector<int>{0, 1, 2}));
}

TEST_F(Held, AFlushDrops) {
  push(0, 3);
  gst_harness_push_event(camera.get(), gst_event_new_flush_start());
  gst_harness_push_event(camera.get(), gst_event_new_flush_stop(TRUE));
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  push(300, 301);
  EXPECT_EQ(out(), (std::vector<int>{}));
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  EXPECT_EQ(out(), (std::vector<int>{300}));
}

TEST_F(Held, TimeThatJumpsBackDrains) {
  push(100, 103);
  push(0, 1);
  EXPECT_EQ(out(), (std::vector<int>{100, 101, 102}));
}

TEST_F(Held, ADiscontinuityDrainsAndStaysWithItsFrame) {
  push(0, 3);
  BufferHandle frame = camera.frame(pts_of(90));
  GST_BUFFER_FLAG_SET(frame.get(), GST_BUFFER_FLAG_DISCONT);
  camera.push(std::move(frame));
  EXPECT_EQ(out(), (std::vector<int>{0, 1, 2}));
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  const BufferHandle shown = camera.pull();
  ASSERT_TRUE(shown);
  EXPECT_TRUE(GST_BUFFER_IS_DISCONT(shown.get()));
}

TEST_F(Held, AFrameThatFailsAtTheEndIsNotShown) {
  push(0, 2);
  camera.push(CameraHarness::short_frame(pts_of(2)));
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  EXPECT_EQ(out(), (std::vector<int>{0, 1}));
  EXPECT_EQ(camera.texts(GST_MESSAGE_ERROR).size(), 1U);
}

TEST_F(Held, AGapLetsTimePass) {
  push(0, 3);
  gst_harness_push_event(camera.get(), gst_event_new_gap(pts_of(3), pts_of(5)));
  EXPECT_EQ(out(), (std::vector<int>{0, 1}));
  push(8, 9);
  EXPECT_EQ(out(), (std::vector<int>{2}));
}

TEST_F(Held, EventsStayBetweenTheirFrames) {
  while (EventHandle(gst_harness_try_pull_event(camera.get()))) {
  }
  push(0, 2);
  gst_harness_push_event(camera.get(),
                         gst_event_new_tag(gst_tag_list_new(GST_TAG_TITLE, "two", nullptr)));
  push(2, 7);
  EXPECT_EQ(out(), (std::vector<int>{0}));
  EXPECT_FALSE(EventHandle(gst_harness_try_pull_event(camera.get())));
  push(7, 9);
  EXPECT_EQ(out(), (std::vector<int>{1, 2}));
  const EventHandle tag(gst_harness_try_pull_event(camera.get()));
  ASSERT_TRUE(tag);
  EXPECT_EQ(GST_EVENT_TYPE(tag.get()), GST_EVENT_TAG);
}

TEST_F(Held, StoppingForgetsThem) {
  push(0, 3);
  gst_element_set_state(camera.camera(), GST_STATE_READY);
  EXPECT_EQ(out(), (std::vector<int>{}));
}

/// A frame with one region of interest around `center_x` pixels.
BufferHandle frame_with_person(const CameraHarness& camera, GstClockTime pts, double center_x) {
  BufferHandle frame = camera.frame(pts);
  add_roi_metas(frame.get(), {{1, "person", 1, center_x - 20, 140, 40, 80}}, 640, 360);
  return frame;
}

/// How late the camera is on a target that begins to move after two seconds: the PTS at which the
/// crop has gone 30 pixels.
GstClockTime reaction(const std::string& properties) {
  CameraHarness camera(properties + " mode=follow min-zoom=2 max-zoom=2", nv12(640, 360),
                       nv12(320, 180));
  CropRect first;
  GstClockTime moved = GST_CLOCK_TIME_NONE;
  const auto look = [&] {
    while (const BufferHandle shown = camera.pull()) {
      const CropRect crop = *get_crop_meta(shown.get());
      first = first.w == 0 ? crop : first;
      if (crop.x - first.x > 30 && moved == GST_CLOCK_TIME_NONE) {
        moved = GST_BUFFER_PTS(shown.get());
      }
    }
  };
  for (int i = 0; i < 150; ++i) {
    const double seconds = i / 30.0;
    const double center = 320 + std::clamp((seconds - 2) * 80, 0.0, 120.0);
    camera.push(frame_with_person(camera, pts_of(i), center));
    look();
  }
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  look();
  return moved;
}

TEST(HeldForRegions, TheCameraSeesAhead) {
  const GstClockTime live = reaction("");
  const GstClockTime ahead = reaction("lookahead=500000000 hold-frames=true");
  ASSERT_NE(live, GST_CLOCK_TIME_NONE);
  ASSERT_NE(ahead, GST_CLOCK_TIME_NONE);
  EXPECT_LT(ahead + 200 * GST_MSECOND, live);
}

}  // namespace
}  // namespace gimbal

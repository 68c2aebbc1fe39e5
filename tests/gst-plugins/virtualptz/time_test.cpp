// virtualptz and time: frame rates, seeks, jumps, frames without PTS, and control bindings.
#include <gst/controller/controller.h>

#include <cmath>

#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {
namespace {

constexpr const char* kOutput = "video/x-raw,width=320,height=180";

struct Point {
  double seconds;
  CropRect crop;
};
using Path = std::vector<Point>;

/// The crop at a time, between frames on a straight line.
CropRect crop_at(const Path& path, double seconds) {
  const auto after = std::lower_bound(path.begin(), path.end(), seconds,
                                      [](const Point& p, double s) { return p.seconds < s; });
  if (after == path.begin() || after == path.end()) {
    return after == path.end() ? path.back().crop : after->crop;
  }
  const Point& a = *(after - 1);
  const Point& b = *after;
  const double part = (seconds - a.seconds) / (b.seconds - a.seconds);
  const auto between = [&](double from, double to) { return from + part * (to - from); };
  return {between(a.crop.x, b.crop.x), between(a.crop.y, b.crop.y), between(a.crop.w, b.crop.w),
          between(a.crop.h, b.crop.h)};
}

/// The widest distance of two paths, in crop widths.
double distance(const Path& a, const Path& b, double seconds) {
  double widest = 0;
  for (double t = 0.2; t < seconds; t += 0.02) {
    const CropRect p = crop_at(a, t);
    const CropRect q = crop_at(b, t);
    widest = std::max({widest, std::abs(p.x + p.w / 2 - q.x - q.w / 2) / q.w,
                       std::abs(p.y + p.h / 2 - q.y - q.h / 2) / q.w, std::abs(p.w - q.w) / q.w});
  }
  return widest;
}

/// When each frame of six seconds comes.
std::vector<GstClockTime> even_times(int fps_n, int fps_d) {
  std::vector<GstClockTime> times;
  for (int i = 0; times.empty() || times.back() < 6 * GST_SECOND; ++i) {
    times.push_back(gst_util_uint64_scale_int(static_cast<guint64>(i) * GST_SECOND, fps_d, fps_n));
  }
  return times;
}

/// As a phone films: between 15 and 60 frames a second.
std::vector<GstClockTime> uneven_times() {
  std::vector<GstClockTime> times{0};
  for (int i = 0; times.back() < 6 * GST_SECOND; ++i) {
    times.push_back(times.back() + static_cast<GstClockTime>((42 + 25 * std::sin(i * 1.7)) * 1e6));
  }
  return times;
}

std::string record_of(double seconds) {
  const double x = 0.5 + 0.15 * std::sin(seconds * 1.1);
  const double y = 0.5 + 0.05 * std::cos(seconds * 0.7);
  return "{\"timestamp\":" + std::to_string(seconds) +
         R"(,"tracking_state":"stable","targets":[{"id":"1","cls":"person","x":)" +
         std::to_string(x) + ",\"y\":" + std::to_string(y) +
         R"(,"w":0.04,"h":0.12,"confidence":0.9}]})";
}

/// The path after a target that is seen 15 times a second; with half a second of look-ahead, so
/// that it does not depend on the frame with which a record comes.
Path follow(const std::vector<GstClockTime>& times) {
  CameraHarness camera("mode=follow lookahead=500000000 max-zoom=3",
                       "video/x-raw,format=NV12,width=640,height=360,framerate=0/1", kOutput);
  Path path;
  int records = 0;
  for (const GstClockTime time : times) {
    const double seconds = static_cast<double>(time) / GST_SECOND;
    for (; records / 15.0 <= seconds + 0.5; ++records) {
      camera.push_records(record_of(records / 15.0));
    }
    path.push_back({seconds, camera.crop_at(time)});
  }
  return path;
}

TEST(FrameRate, IsNothingToAFollowedPath) {
  const Path reference = follow(even_times(120, 1));
  EXPECT_GT(reference.back().crop.w, 0);
  for (const auto& [fps_n, fps_d] : {std::pair{24, 1}, {30, 1}, {60000, 1001}}) {
    EXPECT_LT(distance(follow(even_times(fps_n, fps_d)), reference, 5.8), 0.01) << fps_n;
  }
  EXPECT_LT(distance(follow(uneven_times()), reference, 5.8), 0.01) << "uneven";
  // A test that could not fail: half a second later the path is somewhere else.
  Path later = reference;
  for (Point& point : later) {
    point.seconds += 0.5;
  }
  EXPECT_GT(distance(later, reference, 5.3), 0.05);
}

TEST(Time, FramesWithoutPtsComeOneAfterTheOther) {
  CameraHarness camera("zoom=2", nv12(640, 360), kOutput);
  CameraHarness timed("zoom=2", nv12(640, 360), kOutput);
  for (int i = 0; i < 30; ++i) {
    if (i == 2) {
      camera.send_ptz(0, 0.7, 0.5, 2);
      timed.send_ptz(0, 0.7, 0.5, 2);
    }
    camera.push(camera.frame(GST_CLOCK_TIME_NONE));
    const BufferHandle shown = camera.pull();
    ASSERT_TRUE(shown);
    EXPECT_NEAR(get_crop_meta(shown.get())->x,
                timed.crop_at(static_cast<GstClockTime>(i) * kFrame30).x, 1e-6);
  }
}

TEST(Time, SegmentsOfBytesAreNoTime) {
  // As filesrc and an appsrc that was not told better send them.
  CameraHarness camera("zoom=2", nv12(640, 360), kOutput);
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_BYTES);
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  const GLogLevelFlags fatal = g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL);
  camera.send_ptz(1, 0.7, 0.5, 2, true);
  EXPECT_NEAR(camera.crop_at(0).x, 640 * 0.7 - 160, 1e-6);
  g_log_set_always_fatal(fatal);
  EXPECT_EQ(camera.replies().size(), 1U);
}

TEST(Time, TheSameTimeTwiceIsTheSameCrop) {
  CameraHarness camera("zoom=2", nv12(640, 360), kOutput);
  camera.show(0);
  camera.send_ptz(0, 0.7, 0.5, 2);
  camera.show(kFrame30);
  const CropRect crop = camera.crop_at(2 * kFrame30);
  EXPECT_EQ(camera.crop_at(2 * kFrame30), crop);
}

/// Shows frames `begin` to `end`; the last crop.
CropRect run(CameraHarness& camera, int begin, int end) {
  CropRect crop;
  for (int i = begin; i < end; ++i) {
    crop = camera.crop_at(static_cast<GstClockTime>(i) * kFrame30);
  }
  return crop;
}

TEST(Seek, TheCameraStaysWhereItIsAndGoesOnToItsGoal) {
  CameraHarness camera("zoom=2", nv12(640, 360), kOutput);
  run(camera, 0, 30);
  camera.send_ptz(0, 0.7, 0.5, 2);
  const CropRect before = run(camera, 30, 36);
  gst_harness_push_event(camera.get(), gst_event_new_flush_start());
  gst_harness_push_event(camera.get(), gst_event_new_flush_stop(TRUE));
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  segment.start = segment.time = 100 * GST_SECOND;
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  const CropRect after = run(camera, 3000, 3001);
  EXPECT_NEAR(after.x, before.x, 10);
  EXPECT_LT(after.x, 640 * 0.7 - 160 - 30);  // not there yet
  EXPECT_NEAR(run(camera, 3001, 3060).x, 640 * 0.7 - 160, 1e-6);
}

TEST(Seek, TimeMayJumpBackWithoutAFlush) {
  CameraHarness camera("zoom=2", nv12(640, 360), kOutput);
  run(camera, 300, 330);
  camera.send_ptz(0, 0.7, 0.5, 2);
  const CropRect before = run(camera, 330, 334);
  const CropRect after = run(camera, 0, 1);
  EXPECT_NEAR(after.x, before.x, 10);
  EXPECT_NEAR(run(camera, 1, 90).x, 640 * 0.7 - 160, 1e-6);
}

TEST(Seek, DetectionsOfBeforeAreForgotten) {
  CameraHarness camera("mode=follow min-zoom=2 max-zoom=2", nv12(640, 360), kOutput);
  for (int i = 0; i < 150; ++i) {
    camera.push_records(record_of(i / 30.0));
    run(camera, i, i + 1);
  }
  const CropRect before = run(camera, 150, 151);
  BufferHandle frame = camera.frame(1000 * GST_SECOND);
  GST_BUFFER_FLAG_SET(frame.get(), GST_BUFFER_FLAG_DISCONT);
  camera.push(std::move(frame));
  const BufferHandle shown = camera.pull();
  EXPECT_NEAR(get_crop_meta(shown.get())->x, before.x, 5);  // no jump
}

TEST(Seek, ALossInTransmissionIsNone) {
  // RTP marks every loss as a discontinuity: a camera on its way must not stop for it.
  CameraHarness camera("zoom=2", nv12(640, 360), kOutput);
  CameraHarness whole("zoom=2", nv12(640, 360), kOutput);
  for (CameraHarness* c : {&camera, &whole}) {
    run(*c, 0, 10);
    c->send_ptz(0, 0.7, 0.5, 2);
  }
  for (int i = 10; i < 25; ++i) {
    BufferHandle frame = camera.frame(static_cast<GstClockTime>(i) * kFrame30);
    if (i == 14) {
      GST_BUFFER_FLAG_SET(frame.get(), GST_BUFFER_FLAG_DISCONT);
    }
    camera.push(std::move(frame));
    const BufferHandle shown = camera.pull();
    EXPECT_EQ(*get_crop_meta(shown.get()), run(whole, i, i + 1)) << i;
  }
}

TEST(ControlBinding, IsFollowedExactly) {
  CameraHarness camera("zoom=2", nv12(640, 360), kOutput);
  GstControlSource* source = gst_interpolation_control_source_new();
  const GstObjectHandle<GstControlSource> owned(source);
  g_object_set(source, "mode", GST_INTERPOLATION_MODE_LINEAR, nullptr);
  auto* values = GST_TIMED_VALUE_CONTROL_SOURCE(source);
  gst_timed_value_control_source_set(values, 0, 0.3);
  gst_timed_value_control_source_set(values, GST_SECOND, 0.7);
  gst_object_add_control_binding(
      GST_OBJECT(camera.camera()),
      gst_direct_control_binding_new(GST_OBJECT(camera.camera()), "center-x", source));
  for (int i = 0; i < 30; ++i) {
    const GstClockTime pts = static_cast<GstClockTime>(i) * kFrame30;
    const double center = 0.3 + 0.4 * static_cast<double>(pts) / GST_SECOND;
    EXPECT_NEAR(camera.crop_at(pts).x, 640 * center - 160, 1e-4) << i;
  }
}

}  // namespace
}  // namespace gimbal

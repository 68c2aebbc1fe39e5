// A camera that a detector has sent home, over jumps of time.
#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {
namespace {

/// A detector has the camera look left, and then says once that there is nothing.
class WayHome : public testing::Test {
 protected:
  static constexpr int kFrames = 240;
  static constexpr double kHome = 160;  // the left border of the crop
  static constexpr const char* kLost = R"({"tracking_state":"lost"})";

  /// Shows frames `begin` to `end`; the last crop.
  static CropRect run(CameraHarness& camera, int begin, int end) {
    CropRect crop;
    for (int i = begin; i < end; ++i) {
      crop = camera.crop_at(static_cast<GstClockTime>(i) * kFrame30);
    }
    return crop;
  }
  static CropRect look_left(CameraHarness& camera) {
    CropRect crop;
    for (int i = 0; i < kFrames; ++i) {
      crop = run(camera, i, i + 1);
      camera.push_records(R"({"tracking_state":"stable","target_x":0.3,"target_y":0.5})");
    }
    return crop;
  }

  /// As a clip does that is played again and again.
  static void begin_again(CameraHarness& camera) {
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.base = kFrames * kFrame30;
    gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  }

  static constexpr const char* kFollow = "mode=follow min-zoom=2 max-zoom=2 ";
};

TEST_F(WayHome, TheCameraGoesOnWhenTheClipBeginsAgain) {
  CameraHarness camera(kFollow, nv12(640, 360), nv12(320, 180));
  EXPECT_LT(look_left(camera).x, kHome - 90);
  camera.push_records(kLost);
  const CropRect before = run(camera, kFrames, kFrames + 30);
  EXPECT_LT(before.x, kHome - 40);
  begin_again(camera);
  EXPECT_NEAR(run(camera, 0, 1).x, before.x, 2);
  EXPECT_NEAR(run(camera, 1, 300).x, kHome, 2);
}

TEST_F(WayHome, ALossThatWaitsForItsPictureIsNotForgotten) {
  // What has just come is of a picture that comes half a second later, and it never does.
  CameraHarness camera("lookahead=500000000 " + std::string(kFollow), nv12(640, 360),
                       nv12(320, 180));
  const CropRect before = look_left(camera);
  EXPECT_LT(before.x, kHome - 90);
  camera.push_records(kLost);
  begin_again(camera);
  EXPECT_NEAR(run(camera, 0, 1).x, before.x, 2);
  EXPECT_NEAR(run(camera, 1, 400).x, kHome, 2);
}

}  // namespace
}  // namespace gimbal

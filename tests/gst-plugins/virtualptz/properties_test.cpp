// The properties that say where virtualptz looks: what setting them does, and when.
#include <cmath>
#include <limits>

#include "tests/gst-plugins/virtualptz/steered_camera.hpp"

namespace gimbal {
namespace {

using Properties = SteeredCamera;

TEST_F(Properties, RefuseBadNumbers) {
  const CropRect before = run(1);
  for (const char* property : {"center-x", "zoom", "max-speed", "home-zoom"}) {
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -1.0}) {
      g_test_expect_message("GLib-GObject", G_LOG_LEVEL_WARNING, "*");
      g_object_set(camera.camera(), property, bad, nullptr);
      double value = 0;
      g_object_get(camera.camera(), property, &value, nullptr);
      EXPECT_TRUE(std::isfinite(value)) << property;
      EXPECT_GE(value, 0) << property;
    }
  }
  EXPECT_EQ(run(10), before);
}

TEST_F(Properties, MoveThePictureAndSayWhatIsAskedFor) {
  run(1);
  g_object_set(camera.camera(), "center-x", 0.7, nullptr);
  g_object_set(camera.camera(), "center-y", 0.6, nullptr);
  double center_x = 0;
  g_object_get(camera.camera(), "center-x", &center_x, nullptr);
  EXPECT_EQ(center_x, 0.7);
  const CropRect on_the_way = run(3);
  EXPECT_LT(on_the_way.x, 640 * 0.7 - 160);
  const CropRect there = run(90);
  EXPECT_NEAR(there.x, 640 * 0.7 - 160, 1e-6);
  EXPECT_NEAR(there.y, 360 * 0.6 - 90, 1e-6);
}

TEST_F(Properties, SetAfterTheEndAreForTheFramesAfterASeek) {
  run(3);
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  g_object_set(camera.camera(), "center-x", 0.7, nullptr);
  EXPECT_EQ(camera.texts(GST_MESSAGE_WARNING), std::vector<std::string>{});
  gst_harness_push_event(camera.get(), gst_event_new_flush_start());
  gst_harness_push_event(camera.get(), gst_event_new_flush_stop(TRUE));
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  frames = 0;
  EXPECT_NEAR(run(90).x, 640 * 0.7 - 160, 1e-6);
}

}  // namespace
}  // namespace gimbal

// Pointer events on their way upstream: they point at the same thing in the input.
#include <gst/video/navigation.h>

#include "tests/gst-plugins/virtualptz/steered_camera.hpp"

namespace gimbal {
namespace {

struct Point {
  double x;
  double y;
};

/// What upstream gets when downstream sends `event`; null where it gets nothing.
EventHandle sent_up(CameraHarness& camera, GstEvent* event) {
  gst_harness_push_upstream_event(camera.get(), event);
  EventHandle got;
  do {
    got.reset(gst_harness_try_pull_upstream_event(camera.get()));
  } while (got && GST_EVENT_TYPE(got.get()) != GST_EVENT_NAVIGATION);
  return got;
}

void expect_at(const EventHandle& event, Point expected) {
  ASSERT_TRUE(event);
  Point at{};
  ASSERT_TRUE(gst_structure_get(gst_event_get_structure(event.get()), "pointer_x", G_TYPE_DOUBLE,
                                &at.x, "pointer_y", G_TYPE_DOUBLE, &at.y, nullptr));
  EXPECT_NEAR(at.x, expected.x, 1e-9);
  EXPECT_NEAR(at.y, expected.y, 1e-9);
}

class Navigation : public SteeredCamera {
 protected:
  EventHandle upstream_gets(GstEvent* event) { return sent_up(camera, event); }
};

GstEvent* pointer_at(double x, double y) {
  return gst_navigation_event_new_mouse_move(x, y, GST_NAVIGATION_MODIFIER_NONE);
}

TEST_F(Navigation, APointerIsAtTheSameThing) {
  run(1);  // 160 x 90 pixels of 320 x 180 from 160, 90 on
  expect_at(upstream_gets(pointer_at(0, 0)), {160, 90});
  expect_at(upstream_gets(pointer_at(80, 45)), {320, 180});
  expect_at(upstream_gets(pointer_at(160, 22.5)), {480, 135});
}

TEST_F(Navigation, EveryKindOfPointerIs) {
  run(1);
  const auto none = GST_NAVIGATION_MODIFIER_NONE;
  for (GstEvent* event : {gst_navigation_event_new_mouse_button_press(1, 80, 45, none),
                          gst_navigation_event_new_mouse_button_release(1, 80, 45, none),
                          gst_navigation_event_new_mouse_scroll(80, 45, 0, 1, none),
                          gst_navigation_event_new_touch_down(7, 80, 45, 0.5, none),
                          gst_navigation_event_new_touch_motion(7, 80, 45, 0.5, none),
                          gst_navigation_event_new_touch_up(7, 80, 45, none)}) {
    const GstNavigationEventType type = gst_navigation_event_get_type(event);
    const EventHandle got = upstream_gets(event);
    expect_at(got, {320, 180});
    EXPECT_EQ(gst_navigation_event_get_type(got.get()), type);
  }
}

TEST_F(Navigation, ItIsTheCropThatIsSeenThatCounts) {
  run(1);
  camera.send_ptz(0, 0.25, 0.25, 4, true);
  expect_at(upstream_gets(pointer_at(0, 0)), {160, 90});  // the cut is not seen yet
  run(1);
  expect_at(upstream_gets(pointer_at(0, 0)), {80, 45});
  expect_at(upstream_gets(pointer_at(160, 90)), {240, 135});
}

TEST_F(Navigation, AMovingCropLeadsThePointer) {
  run(1);
  camera.send_ptz(0, 0.6, 0.5, 3);
  for (int i = 0; i < 30; ++i) {
    const CropRect crop = run(1);
    expect_at(upstream_gets(pointer_at(40, 60)),
              {crop.x + 40 * crop.w / 160, crop.y + 60 * crop.h / 90});
  }
}

TEST_F(Navigation, KeysGoOnAsTheyAre) {
  const auto none = GST_NAVIGATION_MODIFIER_NONE;
  const EventHandle got = upstream_gets(gst_navigation_event_new_key_press("a", none));
  ASSERT_TRUE(got);
  const char* key = nullptr;
  ASSERT_TRUE(gst_navigation_event_parse_key_event(got.get(), &key));
  EXPECT_STREQ(key, "a");
}

TEST_F(Navigation, NobodyPointsAtWhatWasNotShown) {
  EXPECT_FALSE(upstream_gets(pointer_at(80, 45)));
  run(1);
  EXPECT_TRUE(upstream_gets(pointer_at(80, 45)));
  gst_element_set_state(camera.camera(), GST_STATE_READY);
  gst_element_set_state(camera.camera(), GST_STATE_PLAYING);
  EXPECT_FALSE(upstream_gets(pointer_at(80, 45)));
}

TEST(NavigationOnAWholePicture, PassesThrough) {
  CameraHarness camera("", nv12(640, 360));
  camera.show(0);
  expect_at(sent_up(camera, pointer_at(123, 45)), {123, 45});
}

TEST(NavigationBesideAPicture, IsOutsideOfTheInput) {
  CameraHarness camera("aspect=pad", nv12(320, 240, ",pixel-aspect-ratio=1/1"),
                       nv12(256, 144, ",pixel-aspect-ratio=1/1"));
  camera.show(0);  // 192 of 256 pixels, 32 of black on either side
  expect_at(sent_up(camera, pointer_at(0, 72)), {-160.0 / 3, 120});
  expect_at(sent_up(camera, pointer_at(32, 72)), {0, 120});
  expect_at(sent_up(camera, pointer_at(224, 72)), {320, 120});
}

}  // namespace
}  // namespace gimbal

// How often virtualptz says what it shows.
#include "tests/gst-plugins/virtualptz/steered_camera.hpp"

namespace gimbal {
namespace {

using StateMessages = SteeredCamera;

TEST_F(StateMessages, ComeWithTheFirstFrameAndThenAtTheirInterval) {
  run(31);  // one second
  int count = 0;
  GstClockTime first = GST_CLOCK_TIME_NONE;
  while (const MessageHandle message = camera.message(kPtzStateMessage)) {
    const GstStructure* fields = gst_message_get_structure(message.get());
    guint64 pts = 0;
    double w = 0;
    gboolean moving = TRUE;
    ASSERT_TRUE(gst_structure_get(fields, "pts", G_TYPE_UINT64, &pts, "w", G_TYPE_DOUBLE, &w,
                                  "moving", G_TYPE_BOOLEAN, &moving, nullptr));
    EXPECT_EQ(w, 320);
    EXPECT_FALSE(moving);
    EXPECT_STREQ(gst_structure_get_string(fields, "mode"), "manual");
    EXPECT_STREQ(gst_structure_get_string(fields, "steering"), "manual");
    first = count++ == 0 ? pts : first;
  }
  EXPECT_EQ(first, 0U);
  EXPECT_EQ(count, 5 + 1);  // every 200 ms
  g_object_set(camera.camera(), "state-interval", guint64{0}, nullptr);
  run(31);
  EXPECT_FALSE(camera.message(kPtzStateMessage));
}

TEST_F(StateMessages, AnIntervalLongerThanTheStreamIsOneMessage) {
  g_object_set(camera.camera(), "state-interval", G_MAXUINT64, nullptr);
  run(31);
  EXPECT_TRUE(camera.message(kPtzStateMessage));
  EXPECT_FALSE(camera.message(kPtzStateMessage));
  g_object_set(camera.camera(), "state-interval", guint64{100 * GST_MSECOND}, nullptr);
  run(1);  // the new one counts at once
  EXPECT_TRUE(camera.message(kPtzStateMessage));
}

TEST_F(StateMessages, ComeForFramesWithoutPtsAsWell) {
  int count = 0;
  for (int i = 0; i < 31; ++i) {
    camera.push(camera.frame(GST_CLOCK_TIME_NONE));
    while (camera.message(kPtzStateMessage)) {
      ++count;
    }
  }
  EXPECT_EQ(count, 5 + 1);
}

}  // namespace
}  // namespace gimbal

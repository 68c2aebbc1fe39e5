// Commands to virtualptz: what they do, that each is answered once, and that bad ones do nothing.
#include <limits>

#include "tests/gst-plugins/virtualptz/steered_camera.hpp"

namespace gimbal {
namespace {

GstStructure* move_event(guint64 command, double x, double y, double zoom, double timeout) {
  return gst_structure_new(kPtzMoveEvent, "command", G_TYPE_UINT64, command, "x", G_TYPE_DOUBLE, x,
                           "y", G_TYPE_DOUBLE, y, "zoom", G_TYPE_DOUBLE, zoom, "timeout",
                           G_TYPE_DOUBLE, timeout, nullptr);
}

GstStructure* preset_event(guint64 command, const char* name, const char* action) {
  return gst_structure_new(kPtzPresetEvent, "command", G_TYPE_UINT64, command, "name",
                           G_TYPE_STRING, name, "action", G_TYPE_STRING, action, nullptr);
}

GstStructure* mode_event(guint64 command, const char* mode) {
  return gst_structure_new(kPtzModeEvent, "command", G_TYPE_UINT64, command, "mode", G_TYPE_STRING,
                           mode, nullptr);
}

using Commands = SteeredCamera;

TEST(CommandsBeforeFrames, AreThereWithTheFirstFrame) {
  CameraHarness camera("");
  EXPECT_TRUE(camera.send_ptz(42, 0.0, 1.0, 2.0));
  camera.start(nv12(320, 240), nv12(320, 240));
  EXPECT_EQ(camera.crop_at(7 * GST_SECOND), (CropRect{0, 120, 160, 120}));
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].command, 42U);
  EXPECT_EQ(replies[0].result, "applied");
  EXPECT_EQ(replies[0].pts, 7 * GST_SECOND);
  EXPECT_EQ(replies[0].center_x, 0.25);  // as shown: kept inside
}

TEST_F(Commands, AGoalIsReachedGentlyAndACutAtOnce) {
  const CropRect before = run(1);
  camera.send_ptz(1, 0.7, 0.5, 2);
  const CropRect after = run(2);
  EXPECT_GT(after.x, before.x);
  EXPECT_LT(after.x, 640 * 0.7 - 160 - 100);  // on the way
  EXPECT_NEAR(run(90).x, 640 * 0.7 - 160, 1e-6);
  camera.send_ptz(2, 0.3, 0.5, 2, true);
  EXPECT_NEAR(run(1).x, 640 * 0.3 - 160, 1e-6);
}

TEST_F(Commands, OfSeveralBetweenTwoFramesTheNewestWins) {
  run(1);
  for (guint64 command = 1; command <= 3; ++command) {
    camera.send_ptz(command, 0.2 * static_cast<double>(command), 0.5, 2);
  }
  run(3);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_EQ(replies[0].result, "overtaken");
  EXPECT_EQ(replies[1].result, "overtaken");
  EXPECT_EQ(replies[2].command, 3U);
  EXPECT_EQ(replies[2].result, "applied");
}

TEST_F(Commands, MoveOnAndStop) {
  const CropRect before = run(1);
  camera.send(move_event(1, 0.5, 0, 0, 10));
  const CropRect moved = run(15);
  EXPECT_GT(moved.x, before.x + 20);
  camera.send(move_event(2, 0, 0, 0, 10));
  const CropRect stopped = run(30);
  EXPECT_EQ(run(5).x, stopped.x);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].result, "applied");
  EXPECT_EQ(replies[1].result, "applied");
}

TEST_F(Commands, AMoveEndsByItselfAfterItsTimeout) {
  run(1);
  camera.send(move_event(1, 0.2, 0, 0, 0.5));
  const CropRect ended = run(60);
  EXPECT_LT(ended.x, 320 - 1);  // not at the border
  EXPECT_EQ(run(5).x, ended.x);
}

TEST_F(Commands, PresetsAreStoredVisitedAndRemoved) {
  run(1);
  camera.send_ptz(0, 0.3, 0.4, 3, true);
  const CropRect place = run(1);
  camera.send(preset_event(1, "bench", "set"));
  camera.send_ptz(0, 0.7, 0.6, 2, true);
  run(1);
  camera.send(preset_event(2, "bench", "go"));
  const CropRect visited = run(120);
  EXPECT_NEAR(visited.x, place.x, 1e-6);
  EXPECT_NEAR(visited.w, place.w, 1e-6);
  camera.send(preset_event(3, "bench", "remove"));
  camera.send(preset_event(4, "bench", "go"));
  run(1);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 4U);
  EXPECT_EQ(replies[0].result, "applied");
  EXPECT_EQ(replies[1].result, "applied");
  std::string reason;
  for (const Reply& reply : replies) {
    if (reply.command == 4) {
      EXPECT_EQ(reply.result, "refused");
      reason = reply.reason;
    }
  }
  EXPECT_NE(reason.find("bench"), std::string::npos);
}

TEST_F(Commands, APresetCanBeStoredWithAFraming) {
  GstStructure* fields = preset_event(1, "left", "set");
  gst_structure_set(fields, "center-x", G_TYPE_DOUBLE, 0.3, "center-y", G_TYPE_DOUBLE, 0.5, "zoom",
                    G_TYPE_DOUBLE, 4.0, nullptr);
  camera.send(fields);
  run(1);
  gboolean taken = FALSE;
  g_signal_emit_by_name(camera.camera(), "go-to-preset", "left", &taken);
  EXPECT_TRUE(taken);
  EXPECT_NEAR(run(120).w, 160, 1e-6);
}

TEST_F(Commands, ActionSignalsSayWhetherTheyWereTaken) {
  run(1);
  gboolean taken = TRUE;
  g_signal_emit_by_name(camera.camera(), "go-to-preset", "nowhere", &taken);
  EXPECT_FALSE(taken);
  g_signal_emit_by_name(camera.camera(), "store-preset", "here", &taken);
  EXPECT_TRUE(taken);
  g_signal_emit_by_name(camera.camera(), "remove-preset", "here", &taken);
  EXPECT_TRUE(taken);
  g_signal_emit_by_name(camera.camera(), "remove-preset", nullptr, &taken);
  EXPECT_FALSE(taken);
  const auto texts = camera.texts(GST_MESSAGE_WARNING);
  ASSERT_EQ(texts.size(), 1U);  // not one each
  EXPECT_NE(texts[0].find("nowhere"), std::string::npos);
}

TEST_F(Commands, OnHoldNothingMovesTheCamera) {
  const CropRect before = run(1);
  camera.send(mode_event(1, "hold"));
  camera.send_ptz(2, 0.9, 0.9, 4);
  camera.send(move_event(3, 1, 1, 1, 1));
  g_object_set(camera.camera(), "center-x", 0.9, nullptr);
  EXPECT_EQ(run(10), before);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 3U);
  for (const Reply& reply : replies) {
    EXPECT_EQ(reply.result, reply.command == 1 ? "applied" : "refused");
  }
  EXPECT_EQ(camera.texts(GST_MESSAGE_WARNING).size(), 1U);  // the property
  camera.send(mode_event(4, "manual"));
  camera.send_ptz(5, 0.9, 0.9, 4);
  EXPECT_NE(run(10), before);
}

TEST(CommandsOnHold, ACameraStaysWhereItWasPutAtFirst) {
  for (const char* properties :
       {"mode=hold center-x=0.4 zoom=4", "center-x=0.4 zoom=4 mode=hold"}) {
    CameraHarness camera(properties, nv12(640, 360), kSmall);
    EXPECT_EQ(camera.crop_at(0), (CropRect{640 * 0.4 - 80, 135, 160, 90})) << properties;
    EXPECT_EQ(camera.crop_at(GST_SECOND), (CropRect{640 * 0.4 - 80, 135, 160, 90}));
    double home = 0;
    g_object_get(camera.camera(), "home-x", &home, nullptr);
    EXPECT_EQ(home, 0.5);
  }
}

TEST_F(Commands, BadNumbersAreRefusedAndChangeNothing) {
  const CropRect before = run(1);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  guint64 command = 0;
  for (const double bad : {nan, infinity, -infinity, -0.1, 17.0}) {
    camera.send_ptz(++command, bad, 0.5, 2);
    camera.send_ptz(++command, 0.5, bad, 2);
    camera.send_ptz(++command, 0.5, 0.5, bad);
    camera.send(move_event(++command, bad == -0.1 ? -99 : bad, 0, 0, 1));
    camera.send(move_event(++command, 0, 0, 0.5, bad == 17.0 ? -1 : bad));
    GstStructure* preset = preset_event(++command, "bad", "set");
    gst_structure_set(preset, "center-x", G_TYPE_DOUBLE, bad, "center-y", G_TYPE_DOUBLE, 0.5,
                      "zoom", G_TYPE_DOUBLE, 2.0, nullptr);
    camera.send(preset);
  }
  const auto replies = camera.replies();
  EXPECT_EQ(replies.size(), command);
  for (const Reply& reply : replies) {
    EXPECT_EQ(reply.result, "refused") << reply.command;
    EXPECT_FALSE(reply.reason.empty());
  }
  EXPECT_EQ(run(10), before);
}

TEST_F(Commands, WhatIsNotUnderstoodIsRefused) {
  const CropRect before = run(1);
  camera.send(gst_structure_new(kPtzEvent, "command", G_TYPE_UINT64, guint64{1}, "zoom",
                                G_TYPE_DOUBLE, 3.0, nullptr));
  camera.send(gst_structure_new(kPtzMoveEvent, "command", G_TYPE_UINT64, guint64{2}, nullptr));
  camera.send(preset_event(3, "", "go"));
  camera.send(preset_event(4, "a", "dance"));
  camera.send(mode_event(5, "sleep"));
  camera.send(gst_structure_new(kTrackingEvent, "command", G_TYPE_UINT64, guint64{6}, nullptr));
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 6U);
  for (const Reply& reply : replies) {
    EXPECT_EQ(reply.result, "refused") << reply.command;
  }
  EXPECT_EQ(run(10), before);
}

TEST_F(Commands, WithoutANumberARefusalIsAWarningOnce) {
  run(1);
  for (int i = 0; i < 5; ++i) {
    camera.send_ptz(0, 2, 0.5, 2);
  }
  const auto texts = camera.texts(GST_MESSAGE_WARNING);
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_NE(texts[0].find(kPtzEvent), std::string::npos);
  EXPECT_TRUE(camera.replies().empty());
}

TEST_F(Commands, AFlushKeepsCommandsAndTheirAnswers) {
  run(3);
  camera.send_ptz(1, 0.7, 0.5, 2);
  gst_harness_push_event(camera.get(), gst_event_new_flush_start());
  gst_harness_push_event(camera.get(), gst_event_new_flush_stop(TRUE));
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  gst_harness_push_event(camera.get(), gst_event_new_segment(&segment));
  frames = 0;
  EXPECT_TRUE(camera.replies().empty());
  run(3);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].result, "applied");
  EXPECT_NEAR(run(90).x, 640 * 0.7 - 160, 1e-6);
}

TEST_F(Commands, TheEndRefusesWhoWaitsAndWhoComesLater) {
  run(3);
  camera.send_ptz(1, 0.7, 0.5, 2);
  gst_harness_push_event(camera.get(), gst_event_new_eos());
  camera.send_ptz(2, 0.7, 0.5, 2);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].result, "refused");
  EXPECT_EQ(replies[1].result, "refused");
  EXPECT_NE(replies[1].reason.find("ended"), std::string::npos);
}

TEST_F(Commands, StoppingRefusesWhoWaits) {
  run(3);
  camera.send_ptz(1, 0.7, 0.5, 2);
  gst_element_set_state(camera.camera(), GST_STATE_READY);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].result, "refused");
  EXPECT_NE(replies[0].reason.find("stopped"), std::string::npos);
  // In READY a command waits for the next stream.
  camera.send_ptz(2, 0.7, 0.5, 2);
  EXPECT_TRUE(camera.replies().empty());
}

TEST_F(Commands, AFrameThatFailsTakesNoAnswerWithIt) {
  run(3);
  camera.send_ptz(1, 0.7, 0.5, 2, true);
  EXPECT_EQ(camera.push(CameraHarness::short_frame(now())), GST_FLOW_ERROR);
  EXPECT_TRUE(camera.replies().empty());
  ++frames;
  const GstClockTime next = now();
  run(1);
  auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].result, "applied");
  EXPECT_EQ(replies[0].pts, next);
  // Where no other frame comes, it is refused.
  camera.send_ptz(2, 0.3, 0.5, 2, true);
  EXPECT_EQ(camera.push(CameraHarness::short_frame(now())), GST_FLOW_ERROR);
  gst_element_set_state(camera.camera(), GST_STATE_READY);
  replies = camera.replies();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].command, 2U);
  EXPECT_EQ(replies[0].result, "refused");
}

}  // namespace
}  // namespace gimbal

// Records on the tracking pad: that they are followed, what bad ones do, and that the video never
// notices. Of which picture they are: tracking_time_test.
#include "tests/gst-plugins/virtualptz/tracking_pad_fixture.hpp"

namespace gimbal {
namespace {

TEST_F(TrackingPad, ARecordIsFollowed) {
  const double center = run(150, [](int i) { return person(0.65, timestamp(i / 30.0)); });
  EXPECT_NEAR(center, 0.65, 0.03);
  EXPECT_EQ(camera.count("records-used"), 150U);
  EXPECT_EQ(camera.count("records-refused"), 0U);
}

TEST_F(TrackingPad, ABufferMayHaveSeveralLines) {
  run(1);
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += person(0.65, timestamp(i / 30.0)) + (i % 2 == 0 ? "\n" : "\r\n\n");
  }
  camera.push_records(text);
  EXPECT_NEAR(run(60), 0.65, 0.1);
  EXPECT_EQ(camera.count("records-used"), 60U);
}

TEST_F(TrackingPad, ALineMayBeCutAnywhere) {
  run(1);
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += person(0.65, timestamp(i / 30.0)) + "\n";
  }
  for (std::size_t at = 0; at < text.size(); at += 37) {
    camera.push_records(text.substr(at, 37));
  }
  run(40);  // none is used more than a second before its frame
  EXPECT_EQ(camera.count("records-used"), 40U);
  EXPECT_EQ(camera.count("records-refused"), 0U);
}

TEST_F(TrackingPad, ABadBeginningDoesNotSpoilTheNextRecord) {
  run(1);
  camera.push_records("{\"targets\":[", 0);  // a buffer with a time is a message by itself
  camera.push_records(person(0.65, timestamp(0)));
  camera.push_records("{");
  camera.push_records(person(0.65, timestamp(0.1)) + "\n");
  EXPECT_EQ(camera.count("records-used"), 2U);
  EXPECT_EQ(camera.count("records-refused"), 2U);
}

TEST_F(TrackingPad, LateRecordsAreDroppedAndCounted) {
  run(150, [](int i) { return person(0.65, timestamp(i / 30.0)); });
  camera.push_records(person(0.66, timestamp(0.5)));
  run(151);
  EXPECT_EQ(camera.count("records-late"), 1U);
  EXPECT_NEAR(run(180, [](int i) { return person(0.65, timestamp(i / 30.0)); }), 0.65, 0.03);
}

TEST_F(TrackingPad, OrderDoesNotMatter) {
  run(1);
  CameraHarness other("mode=follow min-zoom=2 max-zoom=2", nv12(640, 360), nv12(320, 180));
  other.show(0);
  CropRect crop;
  CropRect swapped;
  for (int i = 1; i < 120; ++i) {
    const auto text = [](int k) { return person(0.5 + 0.001 * k, timestamp(k / 30.0)); };
    camera.push_records(text(i));
    if (i % 2 == 0) {  // the earlier of two comes after the later
      other.push_records(text(i));
      other.push_records(text(i - 1));
    }
    crop = camera.crop_at(pts_of(i));
    swapped = other.crop_at(pts_of(i));
  }
  EXPECT_NEAR(crop.x, swapped.x, 640 * 0.01);
  EXPECT_EQ(other.count("records-late"), 0U);
}

TEST_F(TrackingPad, BadRecordsAreCountedAndWarnedOfOnce) {
  run(1);
  const CropRect before = camera.crop_at(pts_of(1));
  for (const char* bad :
       {" \n", "[]", "null", R"({"targets":[{"x":1e999,"y":0.5}]})", R"({"target_x":2})",
        R"({"targets":[{"x":-0.1,"y":0.5}]})", R"({"timestamp":"now"})", R"({"x":1,"x":2} )",
        "\xff\xfe", R"({"timestamp":NaN})", "{"}) {
    EXPECT_EQ(camera.push_records(bad), GST_FLOW_OK) << bad;
  }
  gst_harness_push_event(camera.records(), gst_event_new_eos());  // nothing is to be continued
  EXPECT_EQ(camera.count("records-refused"), 9U);                 // two say nothing at all
  EXPECT_EQ(camera.texts(GST_MESSAGE_WARNING).size(), 1U);
  EXPECT_EQ(camera.crop_at(pts_of(2)), before);
}

TEST_F(TrackingPad, TheVideoNeverNotices) {
  run(2, [](int) { return person(0.6); });
  while (EventHandle(gst_harness_try_pull_event(camera.get()))) {
  }
  GstHarness* records = camera.records();
  gst_harness_push_event(records, gst_event_new_flush_start());
  EXPECT_TRUE(camera.show(pts_of(2)));
  gst_harness_push_event(records, gst_event_new_flush_stop(TRUE));
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_BYTES);
  gst_harness_push_event(records, gst_event_new_stream_start("records"));
  gst_harness_set_src_caps_str(records, "application/json,version=2");
  gst_harness_push_event(records, gst_event_new_segment(&segment));
  gst_harness_push_event(records, gst_event_new_gap(0, GST_SECOND));
  EXPECT_EQ(camera.push_records(person(0.6), GST_SECOND), GST_FLOW_OK);
  gst_harness_push_event(records, gst_event_new_eos());
  EXPECT_TRUE(camera.show(pts_of(3)));
  EXPECT_FALSE(EventHandle(gst_harness_try_pull_event(camera.get())));
  EXPECT_EQ(camera.push(pts_of(4)), GST_FLOW_OK);
}

TEST_F(TrackingPad, QueriesOfTheDetectorDoNotReachTheVideo) {
  run(1, [](int) { return person(0.6); });
  const PadHandle pad(gst_element_get_static_pad(camera.camera(), "tracking"));
  const MiniObjectHandle<GstQuery> latency(gst_query_new_latency());
  EXPECT_FALSE(gst_pad_query(pad.get(), latency.get()));
  const CapsHandle caps(gst_pad_query_caps(pad.get(), nullptr));
  EXPECT_STREQ(gst_structure_get_name(gst_caps_get_structure(caps.get(), 0)), "application/json");
  EXPECT_EQ(gst_pad_iterate_internal_links(pad.get()), nullptr);
}

TEST_F(TrackingPad, ThereIsOneAndItCanComeAndGo) {
  run(1);
  GstPadTemplate* pad_template = gst_element_get_pad_template(camera.camera(), "tracking");
  const auto request = [&] {
    return PadHandle(gst_element_request_pad(camera.camera(), pad_template, nullptr, nullptr));
  };
  const PadHandle pad = request();
  ASSERT_TRUE(pad);
  EXPECT_FALSE(request());
  gst_element_release_request_pad(camera.camera(), pad.get());
  EXPECT_TRUE(camera.show(pts_of(1)));
  run(3, [](int) { return person(0.6); });
  EXPECT_EQ(camera.count("records-used"), 2U);
}

TEST_F(TrackingPad, ANewStreamDoesNotGoOnWithALineOfTheOldOne) {
  run(1);
  camera.push_records("{\"targets\":[");
  gst_harness_push_event(camera.records(), gst_event_new_stream_start("another"));
  EXPECT_EQ(camera.count("records-refused"), 1U);
}

TEST_F(TrackingPad, AFlushThrowsHalfAMessageAway) {
  run(1);
  camera.push_records("{\"targets\":[");
  gst_harness_push_event(camera.records(), gst_event_new_flush_start());
  gst_harness_push_event(camera.records(), gst_event_new_flush_stop(TRUE));
  EXPECT_EQ(camera.count("records-refused"), 0U);
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  gst_harness_push_event(camera.records(), gst_event_new_segment(&segment));
  camera.push_records(person(0.65, timestamp(0)));
  run(2);
  EXPECT_EQ(camera.count("records-used"), 1U);
  EXPECT_EQ(camera.count("records-refused"), 0U);
}

TEST_F(TrackingPad, ARecordInAnEventIsAnswered) {
  run(1);
  const auto send = [&](guint64 command, const std::string& text) {
    camera.send(gst_structure_new(kTrackingEvent, "command", G_TYPE_UINT64, command, "record",
                                  G_TYPE_STRING, text.c_str(), nullptr));
  };
  send(1, person(0.6));
  send(2, person(1.6));
  run(2);
  const auto replies = camera.replies();
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].command, 2U);
  EXPECT_EQ(replies[0].result, "refused");
  EXPECT_NE(replies[0].reason.find("targets[0].x"), std::string::npos) << replies[0].reason;
  EXPECT_EQ(replies[1].result, "applied");
  EXPECT_EQ(replies[1].pts, pts_of(1));
}

}  // namespace
}  // namespace gimbal

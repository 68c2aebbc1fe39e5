// The element as part of a stream: its times, its flushes, its states, and that nothing holds it
// up.
#include <memory>

#include "tests/gst-plugins/trackingsink/fake_runner.hpp"
#include "tests/gst-plugins/trackingsink/sink.hpp"

namespace gimbal {
namespace {

// Of a message.
constexpr const char* kHalf = R"({"targets":[{"x":0.125,)";

class TrackingSinkStream : public testing::Test {
 protected:
  /// The last of so many pushes.
  std::string pushed(std::size_t number) {
    const auto pushes = runner.pushes(number);
    EXPECT_EQ(pushes.size(), number);
    return pushes.empty() ? "" : pushes.back().body;
  }
  /// Past appsrc, whose thread has nothing to do then: at once.
  void send(GstEvent* event) const { gst_pad_send_event(pad().get(), event); }
  void chain(const std::string& text) const {
    EXPECT_EQ(gst_pad_chain(pad().get(), gst_buffer_new_memdup(text.data(), text.size())),
              GST_FLOW_OK);
  }
  PadHandle pad() const {
    return PadHandle(gst_element_get_static_pad(sink.pipeline.element("sink").get(), "sink"));
  }

  FakeRunner runner;
  Sink sink{to_runner(runner.url(), "width=100 height=100")};
};

TEST_F(TrackingSinkStream, TheTimeOfABufferIsThatOfItsRecords) {
  sink.pipeline.play();
  sink.write_at(0, record(0.25));
  pushed(1);
  sink.write_at(GST_SECOND / 2, record(0.5));
  EXPECT_TRUE(contains(pushed(2), R"("vx":0.5,)")) << pushed(2);
}

TEST_F(TrackingSinkStream, ABufferWithATimeEndsItsMessage) {
  sink.pipeline.play();
  sink.write_at(0, "1,7,40,40,20,20,1\n");
  EXPECT_TRUE(contains(pushed(1), R"("x":0.5,"y":0.5,)")) << pushed(1);
}

TEST_F(TrackingSinkStream, AFlushThrowsHalfAMessageAway) {
  sink.pipeline.play();
  sink.write(record(0.25));
  pushed(1);
  chain(kHalf);
  send(gst_event_new_flush_start());
  send(gst_event_new_flush_stop(TRUE));
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  send(gst_event_new_segment(&segment));
  chain(record(0.75));
  EXPECT_TRUE(contains(pushed(2), R"("x":0.75,)")) << pushed(2);
  EXPECT_EQ(sink.count("records-refused"), 0U);
}

TEST_F(TrackingSinkStream, ANewStreamDoesNotGoOnWithAMessageOfTheOldOne) {
  sink.pipeline.play();
  sink.write(record(0.25));
  pushed(1);
  chain(kHalf);
  send(gst_event_new_stream_start("another"));
  EXPECT_EQ(sink.count("records-refused"), 1U);
}

TEST_F(TrackingSinkStream, ItWaitsForNoRecordBeforeItPlaysAndGoesOnAfterAPause) {
  gst_element_set_state(sink.pipeline.get(), GST_STATE_PAUSED);
  EXPECT_EQ(gst_element_get_state(sink.pipeline.get(), nullptr, nullptr, 10 * GST_SECOND),
            GST_STATE_CHANGE_SUCCESS);
  sink.write(record(0.25));
  sink.pipeline.play();
  EXPECT_TRUE(contains(pushed(1), R"("x":0.25,)"));
  gst_element_set_state(sink.pipeline.get(), GST_STATE_PAUSED);
  sink.write(record(0.75));
  sink.pipeline.play();
  EXPECT_TRUE(contains(pushed(2), R"("x":0.75,)"));
}

TEST_F(TrackingSinkStream, WithSyncARecordWaitsForItsTime) {
  g_object_set(sink.pipeline.element("sink").get(), "sync", TRUE, nullptr);
  const gint64 begun = g_get_monotonic_time();
  sink.pipeline.play();
  sink.write_at(GST_SECOND / 2, record(0.25));
  pushed(1);
  EXPECT_GE(g_get_monotonic_time() - begun, 490 * G_TIME_SPAN_MILLISECOND);
}

TEST(TrackingSinkVideo, WithoutASizeIsRefused) {
  const FakeRunner runner;
  Sink sink(to_runner(runner.url()));
  const CapsHandle caps(gst_caps_from_string("video/x-raw,format=NV12"));
  g_object_set(sink.pipeline.element("in").get(), "caps", caps.get(), nullptr);
  sink.pipeline.play();
  sink.write("no picture");
  const BusHandle bus(gst_element_get_bus(sink.pipeline.get()));
  const MessageHandle message(
      gst_bus_timed_pop_filtered(bus.get(), 10 * GST_SECOND, GST_MESSAGE_ERROR));
  ASSERT_TRUE(message);
  GError* raw_error = nullptr;
  gst_message_parse_error(message.get(), &raw_error, nullptr);
  const ErrorHandle error(raw_error);
  EXPECT_TRUE(contains(error->message, "Give the video a size")) << error->message;
}

/// The sink hangs on a stream of video that somebody else looks at.
TEST(TrackingSinkVideo, ARunnerThatComesAndGoesCostsTheStreamNoFrame) {
  auto runner = std::make_unique<FakeRunner>();
  const guint port = runner->port();
  TestPipeline pipeline(
      "scenesrc scene=court is-live=true ! video/x-raw,width=320,height=180,framerate=60/1 "
      "! tee name=t ! appsink name=out sync=false t. ! trackingsink name=sink interval=0 "
      "job-id=job-1 runner-url=" +
      runner->url());
  pipeline.play();
  for (int round = 0; round < 3; ++round) {
    MessageHandle message = pipeline.message(kHealth);  // it is well
    ASSERT_TRUE(message) << round;
    runner.reset();
    message = pipeline.message(kHealth);  // it is not
    ASSERT_TRUE(message) << round;
    runner = std::make_unique<FakeRunner>(port);
  }
  EXPECT_GE(runner->pushes(1).size(), 1U);
  gst_element_send_event(pipeline.get(), gst_event_new_eos());
  std::size_t frames = 0;
  GstClockTime last = GST_CLOCK_TIME_NONE;
  while (const SampleHandle sample = pipeline.pull()) {
    const GstClockTime pts = GST_BUFFER_PTS(gst_sample_get_buffer(sample.get()));
    if (frames > 0) {
      EXPECT_LT(pts - last, GST_SECOND / 50) << frames;
    }
    last = pts;
    ++frames;
  }
  EXPECT_GT(frames, 1U);
}

}  // namespace
}  // namespace gimbal

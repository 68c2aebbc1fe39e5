// The element in pipelines: what flows in gets to a runner, and no runner gets at the stream.
#include <filesystem>
#include <fstream>
#include <memory>

#include "gst-plugins/common/roi_meta.hpp"
#include "tests/gst-plugins/trackingsink/fake_runner.hpp"
#include "tests/gst-plugins/trackingsink/gst_log.hpp"
#include "tests/gst-plugins/trackingsink/sink.hpp"

namespace gimbal {
namespace {

constexpr const char* kKey = "hunter2";

TEST(TrackingSink, ABufferWithTheMarkerFlagEndsItsMessage) {
  FakeRunner runner;
  Sink sink(to_runner(runner.url(), "width=100 height=100"));
  sink.pipeline.play();
  sink.write_whole("1,7,40,40,20,20,1\n");
  const auto pushes = runner.pushes(1);
  ASSERT_EQ(pushes.size(), 1U);
  EXPECT_TRUE(contains(pushes[0].body, R"("id":"7","x":0.5,"y":0.5,)")) << pushes[0].body;
}

TEST(TrackingSink, TextOfAnyFormatBecomesMetrics) {
  FakeRunner runner;
  Sink sink(to_runner(runner.url(), "source=yolo width=1280 height=720"));
  sink.pipeline.play();
  sink.write(
      R"({"type":"new","before":{},"after":{"id":"a","camera":"hall","frame_time":1700000000.5,)"
      R"("label":"person","score":0.8,"box":[320,180,960,540]}})");
  const auto pushes = runner.pushes(1);
  ASSERT_EQ(pushes.size(), 1U);
  for (const char* part :
       {R"("job_id":"job-1")", R"("x":0.5,"y":0.5,"w":0.5,"h":0.5)", R"("tracking_confidence":0.8)",
        R"("tracking_state":"stable")", R"("fallback_active":false)", R"("source":"yolo")"}) {
    EXPECT_TRUE(contains(pushes[0].body, part)) << part << " in " << pushes[0].body;
  }
}

TEST(TrackingSink, RegionsOnPicturesBecomeMetrics) {
  FakeRunner runner;
  TestPipeline pipeline(
      "scenesrc scene=court is-live=false num-buffers=3 ! video/x-raw,width=640,height=360 "
      "! trackingsink name=sink job-id=job-1 runner-url=" +
      runner.url());
  pipeline.play();
  const auto pushes = runner.pushes(1);
  ASSERT_GE(pushes.size(), 1U) << pipeline.error();
  EXPECT_TRUE(contains(pushes[0].body, R"("cls":"ball")")) << pushes[0].body;
  EXPECT_TRUE(contains(pushes[0].body, R"("source":"regions")")) << pushes[0].body;
  EXPECT_FALSE(contains(pushes[0].body, "timestamp")) << pushes[0].body;
}

TEST(TrackingSink, TheEndOfTheStreamPushesTheLastRecordAndWhatIsUnfinished) {
  FakeRunner runner;
  Sink sink(to_runner(runner.url(),
                      "interval=3600000000000 format=mot width=100 height=100 framerate=25/1"));
  sink.pipeline.play();
  for (int frame = 1; frame <= 100; ++frame) {
    sink.write(std::to_string(frame) + ",7," + std::to_string(frame / 2) + ",10,10,10,1,1,1\n");
  }
  sink.end();
  const auto pushes = runner.pushes();
  ASSERT_GE(pushes.size(), 1U);
  EXPECT_TRUE(contains(pushes.back().body, R"("x":0.55)")) << pushes.back().body;
  EXPECT_EQ(sink.count("pushed"), pushes.size());
  EXPECT_EQ(sink.count("pushed") + sink.count("superseded"), 100U);
}

TEST(TrackingSink, ARecordThatCannotBeReadChangesNothing) {
  FakeRunner runner;
  Sink sink(to_runner(runner.url()));
  sink.pipeline.play();
  sink.write(R"({"targets":[{"x":2,"y":0.5}]})");
  sink.write(record(0.25));
  sink.end();
  EXPECT_EQ(runner.pushes().size(), 1U);
  EXPECT_EQ(sink.count("records-refused"), 1U);
  EXPECT_EQ(sink.count("pushed"), 1U);
}

TEST(TrackingSink, AChangeOfHealthIsOneMessage) {
  FakeRunner runner;
  Sink sink(to_runner(runner.url()));
  EXPECT_EQ(sink.text("health"), "unknown");
  sink.pipeline.play();
  gboolean healthy = TRUE;
  gint status = 0;
  for (const guint answer : {500U, 200U, 404U}) {
    runner.answer(answer);
    sink.write(record(0.25));
    const MessageHandle message = sink.pipeline.message(kHealth);
    ASSERT_TRUE(message) << answer;
    const GstStructure* fields = gst_message_get_structure(message.get());
    gst_structure_get(fields, "healthy", G_TYPE_BOOLEAN, &healthy, "status", G_TYPE_INT, &status,
                      nullptr);
    EXPECT_STREQ(gst_structure_get_string(fields, "to"), "runner");
    EXPECT_EQ(healthy != FALSE, answer == 200U);
    EXPECT_EQ(status, static_cast<gint>(answer));
    EXPECT_EQ(*gst_structure_get_string(fields, "reason") == '\0', answer == 200U);
  }
  EXPECT_EQ(sink.text("health"), "unhealthy");
  EXPECT_TRUE(contains(sink.text("last-error"), "check job-id")) << sink.text("last-error");
}

TEST(TrackingSink, ARunnerThatNeverAnswersHoldsUpNothingAndTheEndNoLongerThanAPush) {
  FakeRunner runner;
  runner.never_answer();
  Sink sink(to_runner(runner.url(), "timeout=100000000"));
  sink.pipeline.play();
  for (int i = 0; i < 1000; ++i) {
    sink.write(record(0.25));
  }
  sink.end();
  EXPECT_EQ(sink.count("pushed"), 0U);
  gst_element_set_state(sink.pipeline.get(), GST_STATE_READY);
  EXPECT_EQ(sink.count("superseded") + sink.count("dropped"), 1000U);
}

/// Each push is within its time limit, and both together are not.
TEST(TrackingSink, TheEndWaitsForThePushOnItsWayAndForThatOfTheLastRecord) {
  FakeRunner runner;
  runner.take_time(std::chrono::milliseconds(700));
  Sink sink(to_runner(runner.url(), "timeout=1000000000"));
  sink.pipeline.play();
  sink.write(record(0.25));
  ASSERT_EQ(runner.pushes(1).size(), 1U);
  sink.write(record(0.75));
  sink.end();
  EXPECT_EQ(sink.count("pushed"), 2U);
  EXPECT_EQ(sink.count("dropped"), 0U);
}

TEST(TrackingSink, StoppingWaitsForNoRunner) {
  FakeRunner runner;
  runner.never_answer();
  Sink sink(to_runner(runner.url(), "timeout=60000000000"));
  sink.pipeline.play();
  sink.write(record(0.25));
  ASSERT_EQ(runner.pushes(1).size(), 1U);
  sink.begin_end();  // which waits for the push
  const gint64 begun = g_get_monotonic_time();
  gst_element_set_state(sink.pipeline.get(), GST_STATE_NULL);
  EXPECT_LT(g_get_monotonic_time() - begun, 10 * G_TIME_SPAN_SECOND);
}

TEST(TrackingSink, AStreamCanBeStartedAnew) {
  FakeRunner runner;
  Sink sink(to_runner(runner.url()));
  for (int i = 1; i <= 3; ++i) {
    sink.pipeline.play();
    sink.write(record(0.25));
    sink.end();
    EXPECT_EQ(sink.count("pushed"), 1U);
    gst_element_set_state(sink.pipeline.get(), GST_STATE_READY);
  }
  EXPECT_EQ(runner.pushes().size(), 3U);
}

struct BadSetting {
  const char* properties;
  const char* says;
};

class Settings : public testing::TestWithParam<BadSetting> {};

TEST_P(Settings, ThatCannotBeAreRefusedWithWhatToSet) {
  TestPipeline pipeline(std::string("appsrc ! trackingsink ") + GetParam().properties);
  EXPECT_EQ(gst_element_set_state(pipeline.get(), GST_STATE_PAUSED), GST_STATE_CHANGE_FAILURE);
  const std::string error = pipeline.error();
  EXPECT_TRUE(contains(error, GetParam().says)) << error;
  EXPECT_FALSE(contains(error, kKey)) << error;
}

INSTANTIATE_TEST_SUITE_P(
    TrackingSink, Settings,
    testing::Values(BadSetting{"", "Set runner-url"},
                    BadSetting{"runner-url=http://host", "Set job-id"},
                    BadSetting{"runner-url=http://me:hunter2@host job-id=j", "Set runner-url"},
                    BadSetting{"runner-url=http://host job-id=j source=x", "Set source"},
                    BadSetting{"runner-url=http://host job-id=j api-key=\"hunter2 x\"", "api-key"},
                    BadSetting{"runner-url=http://host job-id=j api-key-file=/nowhere",
                               "/nowhere"}));

INSTANTIATE_TEST_SUITE_P(
    TrackingSinkMqtt, Settings,
    testing::Values(
        BadSetting{"mqtt-url=mqtt://host", "Set mqtt-topic"},
        BadSetting{"mqtt-url=mqtt://host mqtt-topic=a/#", "Set mqtt-topic"},
        BadSetting{"mqtt-url=http://host job-id=j", "Set mqtt-url"},
        BadSetting{"mqtt-url=mqtt://me:hunter2@host job-id=j", "Set mqtt-url"},
        BadSetting{"mqtt-url=mqtt://host job-id=j mqtt-password=hunter2", "Set mqtt-username"},
        BadSetting{"mqtt-url=mqtt://host job-id=j mqtt-username=me mqtt-password-file=/nowhere",
                   "/nowhere"},
        BadSetting{"runner-url=http://host mqtt-url=mqtt://host mqtt-topic=a", "Set job-id"}));

// --- the key -----------------------------------------------------------------------------------

TEST(TrackingSink, TheKeyCannotBeReadBack) {
  FakeRunner runner;
  const Sink sink(to_runner(runner.url(), std::string("api-key=") + kKey));
  const ElementHandle element = sink.pipeline.element("sink");
  const GParamSpec* spec =
      g_object_class_find_property(G_OBJECT_GET_CLASS(element.get()), "api-key");
  ASSERT_NE(spec, nullptr);
  EXPECT_EQ(spec->flags & G_PARAM_READABLE, 0);
}

TEST(TrackingSink, TheKeyMayBeInAFile) {
  const auto path =
      std::filesystem::temp_directory_path() / ("gimbal-key-" + std::to_string(g_random_int()));
  std::ofstream(path) << kKey << "\n";
  FakeRunner runner;
  Sink sink(to_runner(runner.url(), "api-key-file=" + path.string()));
  sink.pipeline.play();
  std::filesystem::remove(path);
  sink.write(record(0.25));
  EXPECT_EQ(runner.pushes(1).at(0).authorization, "Bearer hunter2");
}

TEST(TrackingSink, ThePasswordOfAnAddressCannotBeReadBack) {
  EXPECT_EQ(Sink(to_runner("http://me:hunter2@host")).text("runner-url"), "http://***@host");
  EXPECT_EQ(Sink(to_runner("me:hunter2@host")).text("runner-url"), "***@host") << "no URL at all";
}

TEST(TrackingSink, TheKeyIsInNoLogNoDumpNoMessageAndNoProperty) {
  FakeRunner runner;
  runner.answer(403, R"({"detail":"hunter2 is not the key"})");
  Sink sink(to_runner(runner.url()));
  GstLog log;
  g_object_set(sink.pipeline.element("sink").get(), "api-key", kKey, nullptr);
  sink.pipeline.play();
  sink.write(record(0.25));
  const MessageHandle message = sink.pipeline.message(kHealth);
  ASSERT_TRUE(message);
  EXPECT_EQ(runner.pushes(1).at(0).authorization, "Bearer hunter2");
  const CharHandle said(gst_structure_to_string(gst_message_get_structure(message.get())));
  const CharHandle dump(
      gst_debug_bin_to_dot_data(GST_BIN(sink.pipeline.get()), GST_DEBUG_GRAPH_SHOW_ALL));
  EXPECT_TRUE(contains(dump.get(), "job-id")) << "the dump shows properties";
  EXPECT_TRUE(contains(log.text(), kHealth)) << "the log says what is posted";
  for (const std::string& shown :
       {std::string(said.get()), std::string(dump.get()), log.text(), sink.text("last-error")}) {
    EXPECT_FALSE(contains(shown, kKey)) << shown;
  }
}

}  // namespace
}  // namespace gimbal

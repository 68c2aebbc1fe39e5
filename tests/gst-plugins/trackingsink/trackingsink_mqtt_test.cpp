// The element and a real MQTT broker: alone, and beside a runner.
#include "tests/gst-plugins/trackingsink/fake_runner.hpp"
#include "tests/gst-plugins/trackingsink/gst_log.hpp"
#include "tests/gst-plugins/trackingsink/mqtt_broker.hpp"
#include "tests/gst-plugins/trackingsink/sink.hpp"

namespace gimbal {
namespace {

constexpr const char* kPassword = "hunter2";
constexpr const char* kTopic = "gimbal/job-1/tracking";

class TrackingSinkMqtt : public testing::Test {
 protected:
  void SetUp() override {
    if (!MqttBroker::is_installed()) {
      GTEST_SKIP() << "no MQTT broker here: install mosquitto";
    }
    broker.start();
  }

  Sink publishing(const std::string& more) const {
    return Sink("mqtt-url=" + broker.url() + " " + more);
  }

  MqttBroker broker;
};

TEST_F(TrackingSinkMqtt, TheEndOfTheStreamPublishesTheLastRecord) {
  MqttListener listener(broker, kTopic);
  Sink sink = publishing("interval=3600000000000 mqtt-qos=2");
  EXPECT_EQ(sink.text("mqtt-health"), "unknown");
  sink.pipeline.play();
  for (int i = 1; i <= 100; ++i) {
    sink.write(record(i / 128.0));
  }
  sink.end();
  const auto published = sink.count("mqtt-published");
  EXPECT_EQ(published + sink.count("mqtt-superseded"), 100U);
  EXPECT_EQ(sink.count("mqtt-failed"), 0U);
  EXPECT_EQ(sink.count("pushed") + sink.count("superseded"), 0U) << "no runner is set";
  EXPECT_EQ(sink.text("mqtt-health"), "healthy");
  EXPECT_EQ(sink.text("health"), "unknown");
  const auto messages = listener.messages(published);
  ASSERT_EQ(messages.size(), published);
  EXPECT_EQ(messages.back().qos, 2);
  EXPECT_TRUE(contains(messages.back().text, R"("x":0.78125)")) << messages.back().text;
}

TEST_F(TrackingSinkMqtt, AChangeOfHealthIsOneMessageThatSaysWhose) {
  Sink sink = publishing("interval=0");
  sink.pipeline.play();
  sink.write(record(0.25));
  MessageHandle message = sink.pipeline.message(kHealth);
  ASSERT_TRUE(message);
  gboolean healthy = FALSE;
  const GstStructure* fields = gst_message_get_structure(message.get());
  EXPECT_STREQ(gst_structure_get_string(fields, "to"), "mqtt");
  EXPECT_TRUE(gst_structure_get_boolean(fields, "healthy", &healthy));
  EXPECT_TRUE(healthy);
  broker.kill();
  message = sink.pipeline.message(kHealth);
  ASSERT_TRUE(message);
  fields = gst_message_get_structure(message.get());
  EXPECT_TRUE(gst_structure_get_boolean(fields, "healthy", &healthy));
  EXPECT_FALSE(healthy);
  EXPECT_TRUE(contains(gst_structure_get_string(fields, "reason"), broker.url()));
  EXPECT_TRUE(contains(sink.text("mqtt-last-error"), "gave no answer"));
}

/// Its last record gets through while the end of the stream still waits for the runner.
TEST_F(TrackingSinkMqtt, ARunnerThatNeverAnswersCostsTheBrokerNothing) {
  FakeRunner runner;
  runner.never_answer();
  MqttListener listener(broker, kTopic);
  Sink sink = publishing("interval=3600000000000 timeout=60000000000 runner-url=" + runner.url());
  sink.pipeline.play();
  sink.write(record(0.25));
  ASSERT_EQ(runner.pushes(1).size(), 1U);
  ASSERT_EQ(listener.messages(1).size(), 1U);
  sink.write(record(0.5));
  sink.begin_end();
  EXPECT_EQ(listener.messages(2).size(), 2U);
  EXPECT_EQ(sink.count("pushed"), 0U);
}

TEST_F(TrackingSinkMqtt, ABrokerThatIsAwayCostsTheRunnerNothing) {
  broker.kill();
  FakeRunner runner;
  Sink sink = publishing("interval=3600000000000 runner-url=" + runner.url());
  sink.pipeline.play();
  sink.write(record(0.25));
  ASSERT_EQ(runner.pushes(1).size(), 1U);
  sink.write(record(0.5));
  sink.end();
  EXPECT_EQ(sink.count("pushed"), 2U);
  EXPECT_EQ(sink.count("mqtt-published"), 0U);
  EXPECT_GE(sink.count("mqtt-failed"), 1U);
}

TEST_F(TrackingSinkMqtt, AStreamCanBeStartedAnew) {
  MqttListener listener(broker, std::string(kTopic) + "/#");
  Sink sink = publishing("interval=0");
  for (std::size_t i = 1; i <= 3; ++i) {
    sink.pipeline.play();
    sink.write(record(0.25));
    sink.end();
    EXPECT_EQ(sink.count("mqtt-published"), 1U);
    gst_element_set_state(sink.pipeline.get(), GST_STATE_READY);
    const auto messages = listener.messages(3 * i);  // online, the record, offline
    ASSERT_EQ(messages.size(), 3 * i);
    EXPECT_EQ(messages.back().text, "offline");
  }
}

TEST_F(TrackingSinkMqtt, ThePasswordCannotBeReadBack) {
  const Sink sink = publishing("");
  const ElementHandle element = sink.pipeline.element("sink");
  const GParamSpec* spec =
      g_object_class_find_property(G_OBJECT_GET_CLASS(element.get()), "mqtt-password");
  ASSERT_NE(spec, nullptr);
  EXPECT_EQ(spec->flags & G_PARAM_READABLE, 0);
  g_object_set(element.get(), "mqtt-url", "mqtt://me:hun/ter2@host", nullptr);
  EXPECT_EQ(sink.text("mqtt-url"), "mqtt://***@host");
}

TEST_F(TrackingSinkMqtt, ThePasswordIsInNoLogNoDumpNoMessageAndNoProperty) {
  MqttBroker closed("allow_anonymous false");
  closed.start();
  Sink sink = publishing("mqtt-username=me");
  GstLog log;
  g_object_set(sink.pipeline.element("sink").get(), "mqtt-password", kPassword, "mqtt-url",
               closed.url().c_str(), nullptr);
  sink.pipeline.play();
  sink.write(record(0.25));
  const MessageHandle message = sink.pipeline.message(kHealth);
  ASSERT_TRUE(message);
  const CharHandle said(gst_structure_to_string(gst_message_get_structure(message.get())));
  const CharHandle dump(
      gst_debug_bin_to_dot_data(GST_BIN(sink.pipeline.get()), GST_DEBUG_GRAPH_SHOW_ALL));
  EXPECT_TRUE(contains(said.get(), "status=(int)5")) << said.get();
  EXPECT_TRUE(contains(dump.get(), "mqtt-username")) << "the dump shows properties";
  EXPECT_TRUE(contains(log.text(), kHealth)) << "the log says what is posted";
  for (const std::string& shown : {std::string(said.get()), std::string(dump.get()), log.text(),
                                   sink.text("mqtt-last-error")}) {
    EXPECT_FALSE(contains(shown, kPassword)) << shown;
  }
}

}  // namespace
}  // namespace gimbal

// The element and a real MQTT broker: alone, and beside a runner.
#include <gst/app/gstappsrc.h>

#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/trackingsink/fake_runner.hpp"
#include "tests/gst-plugins/trackingsink/gst_log.hpp"
#include "tests/gst-plugins/trackingsink/mqtt_broker.hpp"

namespace gimbal {
namespace {

constexpr const char* kHealth = "gimbal-tracking-health";
constexpr const char* kPassword = "hunter2";
constexpr const char* kTopic = "gimbal/job-1/tracking";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class TrackingSinkMqtt : public testing::Test {
 protected:
  void SetUp() override {
    if (!MqttBroker::is_installed()) {
      GTEST_SKIP() << "no MQTT broker here: install mosquitto";
    }
    broker.start();
  }

  /// `appsrc ! trackingsink` for the broker.
  std::unique_ptr<TestPipeline> sink(const std::string& more) const {
    return std::make_unique<TestPipeline>(
        "appsrc name=in ! trackingsink name=sink job-id=job-1 mqtt-url=" + broker.url() + " " +
        more);
  }

  MqttBroker broker;
};

void write(const TestPipeline& pipeline, double x) {
  const std::string text = R"({"targets":[{"id":"7","cls":"ball","x":)" + std::to_string(x) +
                           R"(,"y":0.5,"confidence":0.9}]})" + "\n";
  GstBuffer* buffer = gst_buffer_new_memdup(text.data(), text.size());
  const ElementHandle in = pipeline.element("in");
  EXPECT_EQ(gst_app_src_push_buffer(GST_APP_SRC(in.get()), buffer), GST_FLOW_OK);
}

/// Ends the stream, and waits for its end.
void end(const TestPipeline& pipeline) {
  const ElementHandle in = pipeline.element("in");
  gst_app_src_end_of_stream(GST_APP_SRC(in.get()));
  const BusHandle bus(gst_element_get_bus(pipeline.get()));
  const MessageHandle message(
      gst_bus_timed_pop_filtered(bus.get(), 10 * GST_SECOND,
                                 static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
  ASSERT_TRUE(message);
  EXPECT_EQ(GST_MESSAGE_TYPE(message.get()), GST_MESSAGE_EOS);
}

guint64 count(const TestPipeline& pipeline, const char* property) {
  guint64 value = 0;
  g_object_get(pipeline.element("sink").get(), property, &value, nullptr);
  return value;
}

std::string text(const TestPipeline& pipeline, const char* property) {
  char* value = nullptr;
  g_object_get(pipeline.element("sink").get(), property, &value, nullptr);
  return CharHandle(value).get();
}

TEST_F(TrackingSinkMqtt, TheEndOfTheStreamPublishesTheLastRecord) {
  MqttListener listener(broker, kTopic);
  const auto pipeline = sink("interval=3600000000000 mqtt-qos=2");
  EXPECT_EQ(text(*pipeline, "mqtt-health"), "unknown");
  pipeline->play();
  for (int i = 1; i <= 100; ++i) {
    write(*pipeline, i / 128.0);
  }
  end(*pipeline);
  const auto published = count(*pipeline, "mqtt-published");
  EXPECT_EQ(published + count(*pipeline, "mqtt-superseded"), 100U);
  EXPECT_EQ(count(*pipeline, "mqtt-failed"), 0U);
  EXPECT_EQ(count(*pipeline, "pushed") + count(*pipeline, "superseded"), 0U) << "no runner is set";
  EXPECT_EQ(text(*pipeline, "mqtt-health"), "healthy");
  EXPECT_EQ(text(*pipeline, "health"), "unknown");
  const auto messages = listener.messages(published);
  ASSERT_EQ(messages.size(), published);
  EXPECT_EQ(messages.back().qos, 2);
  EXPECT_TRUE(contains(messages.back().text, R"("x":0.78125)")) << messages.back().text;
}

TEST_F(TrackingSinkMqtt, AChangeOfHealthIsOneMessageThatSaysWhose) {
  const auto pipeline = sink("interval=0");
  pipeline->play();
  write(*pipeline, 0.25);
  MessageHandle message = pipeline->message(kHealth);
  ASSERT_TRUE(message);
  gboolean healthy = FALSE;
  const GstStructure* fields = gst_message_get_structure(message.get());
  EXPECT_STREQ(gst_structure_get_string(fields, "to"), "mqtt");
  EXPECT_TRUE(gst_structure_get_boolean(fields, "healthy", &healthy));
  EXPECT_TRUE(healthy);
  broker.kill();
  message = pipeline->message(kHealth);
  ASSERT_TRUE(message);
  fields = gst_message_get_structure(message.get());
  EXPECT_TRUE(gst_structure_get_boolean(fields, "healthy", &healthy));
  EXPECT_FALSE(healthy);
  EXPECT_TRUE(contains(gst_structure_get_string(fields, "reason"), broker.url()));
  EXPECT_TRUE(contains(text(*pipeline, "mqtt-last-error"), "gave no answer"));
}

/// Its last record gets through while the end of the stream still waits for the runner.
TEST_F(TrackingSinkMqtt, ARunnerThatNeverAnswersCostsTheBrokerNothing) {
  FakeRunner runner;
  runner.never_answer();
  MqttListener listener(broker, kTopic);
  const auto pipeline =
      sink("interval=3600000000000 timeout=60000000000 runner-url=" + runner.url());
  pipeline->play();
  write(*pipeline, 0.25);
  ASSERT_EQ(runner.pushes(1).size(), 1U);
  ASSERT_EQ(listener.messages(1).size(), 1U);
  write(*pipeline, 0.5);
  const ElementHandle in = pipeline->element("in");
  gst_app_src_end_of_stream(GST_APP_SRC(in.get()));
  EXPECT_EQ(listener.messages(2).size(), 2U);
  EXPECT_EQ(count(*pipeline, "pushed"), 0U);
}

TEST_F(TrackingSinkMqtt, ABrokerThatIsAwayCostsTheRunnerNothing) {
  broker.kill();
  FakeRunner runner;
  const auto pipeline = sink("interval=3600000000000 runner-url=" + runner.url());
  pipeline->play();
  write(*pipeline, 0.25);
  ASSERT_EQ(runner.pushes(1).size(), 1U);
  write(*pipeline, 0.5);
  end(*pipeline);
  EXPECT_EQ(count(*pipeline, "pushed"), 2U);
  EXPECT_EQ(count(*pipeline, "mqtt-published"), 0U);
  EXPECT_GE(count(*pipeline, "mqtt-failed"), 1U);
}

TEST_F(TrackingSinkMqtt, AStreamCanBeStartedAnew) {
  MqttListener listener(broker, std::string(kTopic) + "/#");
  const auto pipeline = sink("interval=0");
  for (std::size_t i = 1; i <= 3; ++i) {
    pipeline->play();
    write(*pipeline, 0.25);
    end(*pipeline);
    EXPECT_EQ(count(*pipeline, "mqtt-published"), 1U);
    gst_element_set_state(pipeline->get(), GST_STATE_READY);
    const auto messages = listener.messages(3 * i);  // online, the record, offline
    ASSERT_EQ(messages.size(), 3 * i);
    EXPECT_EQ(messages.back().text, "offline");
  }
}

TEST_F(TrackingSinkMqtt, ThePasswordCannotBeReadBack) {
  const auto pipeline = sink("");
  const ElementHandle element = pipeline->element("sink");
  const GParamSpec* spec =
      g_object_class_find_property(G_OBJECT_GET_CLASS(element.get()), "mqtt-password");
  ASSERT_NE(spec, nullptr);
  EXPECT_EQ(spec->flags & G_PARAM_READABLE, 0);
  g_object_set(element.get(), "mqtt-url", "mqtt://me:hun/ter2@host", nullptr);
  EXPECT_EQ(text(*pipeline, "mqtt-url"), "mqtt://***@host");
}

TEST_F(TrackingSinkMqtt, ThePasswordIsInNoLogNoDumpNoMessageAndNoProperty) {
  MqttBroker closed("allow_anonymous false");
  closed.start();
  const auto pipeline = sink("mqtt-username=me");
  GstLog log;
  g_object_set(pipeline->element("sink").get(), "mqtt-password", kPassword, "mqtt-url",
               closed.url().c_str(), nullptr);
  pipeline->play();
  write(*pipeline, 0.25);
  const MessageHandle message = pipeline->message(kHealth);
  ASSERT_TRUE(message);
  const CharHandle said(gst_structure_to_string(gst_message_get_structure(message.get())));
  const CharHandle dump(
      gst_debug_bin_to_dot_data(GST_BIN(pipeline->get()), GST_DEBUG_GRAPH_SHOW_ALL));
  EXPECT_TRUE(contains(said.get(), "status=(int)5")) << said.get();
  EXPECT_TRUE(contains(dump.get(), "mqtt-username")) << "the dump shows properties";
  EXPECT_TRUE(contains(log.text(), kHealth)) << "the log says what is posted";
  for (const std::string& shown : {std::string(said.get()), std::string(dump.get()), log.text(),
                                   text(*pipeline, "mqtt-last-error")}) {
    EXPECT_FALSE(contains(shown, kPassword)) << shown;
  }
}

}  // namespace
}  // namespace gimbal

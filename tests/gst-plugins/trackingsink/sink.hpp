// `appsrc ! trackingsink`: writes to it, ends it, and reads what it says.
#pragma once

#include <gst/app/gstappsrc.h>

#include <string>

#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {

inline constexpr const char* kHealth = "gimbal-tracking-health";

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A line of text.
inline std::string record(double x) {
  return R"({"targets":[{"id":"7","cls":"ball","x":)" + std::to_string(x) +
         R"(,"y":0.5,"confidence":0.9}]})" + "\n";
}

/// Properties of a sink that pushes everything to the runner at `url`.
inline std::string to_runner(const std::string& url, const std::string& more = "") {
  return "interval=0 runner-url=" + url + " " + more;
}

class Sink {
 public:
  /// The job is job-1.
  explicit Sink(const std::string& properties)
      : pipeline("appsrc name=in format=time ! trackingsink name=sink job-id=job-1 " + properties) {
  }

  void write(const std::string& text) const { push(buffer_of(text)); }

  void write_whole(const std::string& text) const {
    GstBuffer* buffer = buffer_of(text);
    GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_MARKER);
    push(buffer);
  }

  void write_at(GstClockTime pts, const std::string& text) const {
    GstBuffer* buffer = buffer_of(text);
    GST_BUFFER_PTS(buffer) = pts;
    push(buffer);
  }

  void begin_end() const {
    const ElementHandle in = pipeline.element("in");
    gst_app_src_end_of_stream(GST_APP_SRC(in.get()));
  }

  /// Ends the stream, and waits for its end.
  void end() const {
    begin_end();
    const BusHandle bus(gst_element_get_bus(pipeline.get()));
    const MessageHandle message(gst_bus_timed_pop_filtered(
        bus.get(), 10 * GST_SECOND,
        static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
    ASSERT_TRUE(message);
    EXPECT_EQ(GST_MESSAGE_TYPE(message.get()), GST_MESSAGE_EOS);
  }

  guint64 count(const char* property) const {
    guint64 value = 0;
    g_object_get(pipeline.element("sink").get(), property, &value, nullptr);
    return value;
  }
  std::string text(const char* property) const {
    char* value = nullptr;
    g_object_get(pipeline.element("sink").get(), property, &value, nullptr);
    return CharHandle(value).get();
  }

  TestPipeline pipeline;

 private:
  static GstBuffer* buffer_of(const std::string& text) {
    return gst_buffer_new_memdup(text.data(), text.size());
  }

  /// Takes the buffer.
  void push(GstBuffer* buffer) const {
    const ElementHandle in = pipeline.element("in");
    EXPECT_EQ(gst_app_src_push_buffer(GST_APP_SRC(in.get()), buffer), GST_FLOW_OK);
  }
};

}  // namespace gimbal

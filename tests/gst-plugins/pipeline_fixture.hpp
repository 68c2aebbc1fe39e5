// Runs a pipeline that ends in `appsink name=out` and hands out its samples.
#pragma once

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

using SampleHandle = MiniObjectHandle<GstSample>;

class TestPipeline {
 public:
  explicit TestPipeline(const std::string& description) {
    gst_init(nullptr, nullptr);
    GError* raw_error = nullptr;
    pipeline_.reset(gst_parse_launch(description.c_str(), &raw_error));
    const ErrorHandle error(raw_error);
    EXPECT_FALSE(error) << error->message;
  }
  ~TestPipeline() {
    if (pipeline_) {
      gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
    }
  }
  TestPipeline(const TestPipeline&) = delete;
  TestPipeline& operator=(const TestPipeline&) = delete;

  GstElement* get() const { return pipeline_.get(); }
  ElementHandle element(const char* name) const {
    return ElementHandle(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
  }
  void play() { gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING); }

  /// The next sample; empty at the end of the stream, after an error, or after ten seconds.
  SampleHandle pull(const char* name = "out") const {
    const ElementHandle sink = element(name);
    return SampleHandle(gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), 10 * GST_SECOND));
  }

  /// Every sample to the end of the stream.
  std::vector<SampleHandle> run() {
    play();
    std::vector<SampleHandle> samples;
    while (SampleHandle sample = pull()) {
      samples.push_back(std::move(sample));
    }
    return samples;
  }

  /// The text of the first error on the bus; empty where there is none.
  std::string error() const {
    const BusHandle bus(gst_element_get_bus(pipeline_.get()));
    const MessageHandle message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
    if (!message) {
      return "";
    }
    GError* raw_error = nullptr;
    gst_message_parse_error(message.get(), &raw_error, nullptr);
    return ErrorHandle(raw_error)->message;
  }

  /// Waits for the next LATENCY message of `source`, up to ten seconds, and asks it then, as an
  /// application does. GST_CLOCK_TIME_NONE where none comes or it says that it is not live.
  GstClockTime next_latency_of(const char* source) const {
    const BusHandle bus(gst_element_get_bus(pipeline_.get()));
    const ElementHandle asked = element(source);
    MessageHandle message;
    do {
      message.reset(gst_bus_timed_pop_filtered(bus.get(), 10 * GST_SECOND, GST_MESSAGE_LATENCY));
    } while (message && GST_MESSAGE_SRC(message.get()) != GST_OBJECT(asked.get()));
    const MiniObjectHandle<GstQuery> query(gst_query_new_latency());
    gboolean live = FALSE;
    GstClockTime latency = 0;
    if (message && gst_element_query(asked.get(), query.get()) != FALSE) {
      gst_query_parse_latency(query.get(), &live, &latency, nullptr);
    }
    return live != FALSE ? latency : GST_CLOCK_TIME_NONE;
  }

  /// The next element message of that name, waited for up to ten seconds.
  MessageHandle message(const char* name) const {
    const BusHandle bus(gst_element_get_bus(pipeline_.get()));
    for (;;) {
      MessageHandle message(
          gst_bus_timed_pop_filtered(bus.get(), 10 * GST_SECOND, GST_MESSAGE_ELEMENT));
      if (!message || gst_message_has_name(message.get(), name) != FALSE) {
        return message;
      }
    }
  }

 private:
  ElementHandle pipeline_;
};

/// A sample mapped for reading.
class Picture {
 public:
  explicit Picture(GstSample* sample) {
    gst_video_info_from_caps(&info_, gst_sample_get_caps(sample));
    if (!gst_video_frame_map(&frame_, &info_, gst_sample_get_buffer(sample), GST_MAP_READ)) {
      throw std::runtime_error("a sample could not be mapped");  // fails the test and no other
    }
  }
  ~Picture() { gst_video_frame_unmap(&frame_); }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  int width() const { return GST_VIDEO_INFO_WIDTH(&info_); }
  int height() const { return GST_VIDEO_INFO_HEIGHT(&info_); }
  const GstVideoInfo& info() const { return info_; }
  std::uint8_t* plane(guint i) const {
    return static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame_, i));
  }
  int stride(guint i) const { return GST_VIDEO_FRAME_PLANE_STRIDE(&frame_, i); }
  const std::uint8_t* luma() const { return plane(0); }
  std::size_t luma_stride() const { return static_cast<std::size_t>(stride(0)); }
  /// Component 0 (Y), 1 (U) or 2 (V) at a place of its own grid.
  int value(guint component, int x, int y) const {
    const auto* data =
        static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&frame_, component));
    return data[y * GST_VIDEO_FRAME_COMP_STRIDE(&frame_, component) +
                x * GST_VIDEO_FRAME_COMP_PSTRIDE(&frame_, component)];
  }
  int component_width(guint c) const { return GST_VIDEO_FRAME_COMP_WIDTH(&frame_, c); }
  int component_height(guint c) const { return GST_VIDEO_FRAME_COMP_HEIGHT(&frame_, c); }

 private:
  GstVideoInfo info_{};
  GstVideoFrame frame_{};
};

/// Every sample of every component, row by row, without what lies between rows.
inline std::vector<int> values_of(GstSample* sample) {
  const Picture picture(sample);
  std::vector<int> values;
  for (const guint c : {0U, 1U, 2U}) {
    for (int y = 0; y < picture.component_height(c); ++y) {
      for (int x = 0; x < picture.component_width(c); ++x) {
        values.push_back(picture.value(c, x, y));
      }
    }
  }
  return values;
}

}  // namespace gimbal

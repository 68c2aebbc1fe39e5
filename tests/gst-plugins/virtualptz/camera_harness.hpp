// A virtualptz between test pads: frames in one by one, frames and messages out.
#pragma once

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gst-plugins/common/crop_meta.hpp"
#include "gst-plugins/support/handles.hpp"
#include "lib/camera/ptz_names.hpp"

namespace gimbal {

using HarnessHandle = Handle<GstHarness, gst_harness_teardown>;

inline constexpr GstClockTime kFrame30 = GST_SECOND / 30;

/// "video/x-raw,format=NV12,..." of that size at 30 frames a second.
inline std::string nv12(int width, int height, const std::string& more = "") {
  return "video/x-raw,format=NV12,width=" + std::to_string(width) +
         ",height=" + std::to_string(height) + ",framerate=30/1" + more;
}

/// What a reply says.
struct Reply {
  guint64 command = 0;
  std::string result;
  std::string reason;
  guint64 pts = GST_CLOCK_TIME_NONE;
  double center_x = 0;
};

class CameraHarness {
 public:
  /// `properties` as gst-launch-1.0 has them. Empty output caps: anything.
  CameraHarness(const std::string& properties, const std::string& in_caps,
                const std::string& out_caps = "")
      : CameraHarness(properties) {
    start(in_caps, out_caps);
  }

  /// In READY, without caps.
  explicit CameraHarness(const std::string& properties) {
    gst_init(nullptr, nullptr);
    GError* raw_error = nullptr;
    camera_.reset(gst_parse_launch(("virtualptz " + properties).c_str(), &raw_error));
    const ErrorHandle error(raw_error);
    EXPECT_FALSE(error) << error->message;
    gst_object_ref_sink(camera_.get());
    bus_.reset(gst_bus_new());
    gst_element_set_bus(camera_.get(), bus_.get());
  }

  ~CameraHarness() {
    stop();
    gst_element_set_bus(camera_.get(), nullptr);
  }
  CameraHarness(const CameraHarness&) = delete;
  CameraHarness& operator=(const CameraHarness&) = delete;

  void start(const std::string& in_caps, const std::string& out_caps = "") {
    harness_.reset(gst_harness_new_with_element(camera_.get(), "sink", "src"));
    if (!out_caps.empty()) {
      gst_harness_set_sink_caps_str(harness_.get(), out_caps.c_str());
    }
    set_caps(in_caps);
  }

  /// It may be started again.
  void stop() {
    records_.reset();
    harness_.reset();
    gst_element_set_state(camera_.get(), GST_STATE_NULL);
    // A harness leaves its pads linked, for usually the element goes with it.
    for (const char* name : {"sink", "src"}) {
      const PadHandle pad(gst_element_get_static_pad(camera_.get(), name));
      if (const PadHandle peer(gst_pad_get_peer(pad.get())); peer) {
        GST_PAD_IS_SINK(pad.get()) ? gst_pad_unlink(peer.get(), pad.get())
                                   : gst_pad_unlink(pad.get(), peer.get());
      }
    }
  }

  /// Also in mid-stream.
  void set_caps(const std::string& in_caps) {
    in_caps_.reset(gst_caps_from_string(in_caps.c_str()));
    ASSERT_TRUE(gst_video_info_from_caps(&info_, in_caps_.get()));
    gst_harness_set_src_caps(harness_.get(), gst_caps_ref(in_caps_.get()));
  }

  GstElement* camera() const { return camera_.get(); }
  GstHarness* get() const { return harness_.get(); }
  const GstVideoInfo& info() const { return info_; }

  /// A frame of the input's caps, grey.
  BufferHandle frame(GstClockTime pts, GstClockTime duration = kFrame30) const {
    BufferHandle buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info_), nullptr));
    gst_buffer_memset(buffer.get(), 0, 128, GST_VIDEO_INFO_SIZE(&info_));
    GST_BUFFER_PTS(buffer.get()) = pts;
    GST_BUFFER_DURATION(buffer.get()) = duration;
    return buffer;
  }

  /// One that cannot be resampled: it has not the bytes that the caps say.
  static BufferHandle short_frame(GstClockTime pts) {
    BufferHandle buffer(gst_buffer_new_allocate(nullptr, 16, nullptr));
    GST_BUFFER_PTS(buffer.get()) = pts;
    GST_BUFFER_DURATION(buffer.get()) = kFrame30;
    return buffer;
  }

  GstFlowReturn push(BufferHandle buffer) {
    return gst_harness_push(harness_.get(), buffer.release());
  }
  GstFlowReturn push(GstClockTime pts) { return push(frame(pts)); }

  /// What has come out and was not looked at yet; null where nothing is there.
  BufferHandle pull() { return BufferHandle(gst_harness_try_pull(harness_.get())); }

  /// Pushes a frame and gives what comes out for it.
  BufferHandle show(GstClockTime pts) {
    EXPECT_EQ(push(pts), GST_FLOW_OK);
    return pull();
  }

  CropRect crop_at(GstClockTime pts) {
    const BufferHandle shown = show(pts);
    EXPECT_TRUE(shown);
    return shown ? get_crop_meta(shown.get()).value_or(CropRect{}) : CropRect{};
  }

  /// The caps that the output has now.
  CapsHandle output_caps() const { return CapsHandle(gst_pad_get_current_caps(harness_->sinkpad)); }

  // --- steering ----------------------------------------------------------------------------------

  /// Takes the structure.
  bool send(GstStructure* fields) {
    return gst_element_send_event(camera_.get(),
                                  gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields)) != FALSE;
  }

  bool send_ptz(guint64 command, double center_x, double center_y, double zoom, bool cut = false) {
    return send(gst_structure_new(kPtzEvent, "command", G_TYPE_UINT64, command, "center-x",
                                  G_TYPE_DOUBLE, center_x, "center-y", G_TYPE_DOUBLE, center_y,
                                  "zoom", G_TYPE_DOUBLE, zoom, "cut", G_TYPE_BOOLEAN,
                                  cut ? TRUE : FALSE, nullptr));
  }

  /// The next element message of that name that is there already; empty where none is.
  MessageHandle message(const char* name) {
    return take_message([&](GstMessage* message) {
      return GST_MESSAGE_TYPE(message) == GST_MESSAGE_ELEMENT &&
             gst_message_has_name(message, name) != FALSE;
    });
  }

  MessageHandle message(GstMessageType type) {
    return take_message([&](GstMessage* message) { return GST_MESSAGE_TYPE(message) == type; });
  }

  std::vector<Reply> replies() {
    std::vector<Reply> replies;
    while (const MessageHandle message = this->message(kPtzReplyMessage)) {
      replies.push_back(reply_of(gst_message_get_structure(message.get())));
    }
    return replies;
  }

  /// The texts of the warnings, or errors, that are there.
  std::vector<std::string> texts(GstMessageType type) {
    std::vector<std::string> texts;
    while (const MessageHandle message = this->message(type)) {
      GError* raw_error = nullptr;
      if (type == GST_MESSAGE_WARNING) {
        gst_message_parse_warning(message.get(), &raw_error, nullptr);
      } else {
        gst_message_parse_error(message.get(), &raw_error, nullptr);
      }
      texts.emplace_back(ErrorHandle(raw_error)->message);
    }
    return texts;
  }

  // --- records -----------------------------------------------------------------------------------

  /// The pad for records, asked for with the first call.
  GstHarness* records() {
    if (!records_) {
      records_.reset(gst_harness_new_with_element(camera_.get(), "tracking", nullptr));
      gst_harness_set_src_caps_str(records_.get(), "application/json");
    }
    return records_.get();
  }

  GstFlowReturn push_records(const std::string& text, GstClockTime pts = GST_CLOCK_TIME_NONE) {
    GstBuffer* buffer = gst_buffer_new_memdup(text.data(), text.size());
    GST_BUFFER_PTS(buffer) = pts;
    return gst_harness_push(records(), buffer);
  }

  guint64 count(const char* property) const {
    guint64 value = 0;
    g_object_get(camera_.get(), property, &value, nullptr);
    return value;
  }

 private:
  static Reply reply_of(const GstStructure* fields) {
    Reply reply;
    gst_structure_get_uint64(fields, "command", &reply.command);
    gst_structure_get_uint64(fields, "pts", &reply.pts);
    gst_structure_get_double(fields, "center-x", &reply.center_x);
    const auto text = [&](const char* name) {
      const gchar* value = gst_structure_get_string(fields, name);
      return std::string(value == nullptr ? "" : value);
    };
    reply.result = text("result");
    reply.reason = text("reason");
    return reply;
  }

  /// The first message for which `wanted` is true; the others stay.
  MessageHandle take_message(const std::function<bool(GstMessage*)>& wanted) {
    while (MessageHandle message{gst_bus_pop(bus_.get())}) {
      messages_.push_back(std::move(message));
    }
    const auto found = std::find_if(messages_.begin(), messages_.end(),
                                    [&](const auto& message) { return wanted(message.get()); });
    if (found == messages_.end()) {
      return nullptr;
    }
    MessageHandle message = std::move(*found);
    messages_.erase(found);
    return message;
  }

  ElementHandle camera_;
  BusHandle bus_;
  std::vector<MessageHandle> messages_;
  HarnessHandle harness_;
  HarnessHandle records_;
  CapsHandle in_caps_;
  GstVideoInfo info_{};
};

}  // namespace gimbal

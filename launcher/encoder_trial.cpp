#include "launcher/encoder_trial.hpp"

#include <gst/gst.h>
#include <gst/video/video.h>

#include <atomic>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

constexpr guint64 kPatience = 5 * GST_SECOND;  // opening a GPU's encoder for the first time is slow

GstFlowReturn count_picture(GstPad* pad, GstObject*, GstBuffer* buffer) {
  const BufferHandle adopted(buffer);
  ++*static_cast<std::atomic<int>*>(gst_pad_get_element_private(pad));
  return GST_FLOW_OK;
}

gboolean post_end(GstPad* pad, GstObject*, GstEvent* event) {
  const EventHandle adopted(event);
  if (GST_EVENT_TYPE(event) == GST_EVENT_EOS) {
    const PadHandle peer(gst_pad_get_peer(pad));
    const ElementHandle bin(gst_pad_get_parent_element(peer.get()));
    gst_element_post_message(bin.get(), gst_message_new_application(
                                            GST_OBJECT(bin.get()), gst_structure_new_empty("end")));
  }
  return TRUE;
}

/// An encoder between two pads of our own.
class Trial {
 public:
  explicit Trial(GstElement* encoder)
      : encoder_(encoder),
        bus_(gst_bus_new()),
        in_(GST_PAD(gst_object_ref_sink(gst_pad_new("in", GST_PAD_SRC)))),
        out_(GST_PAD(gst_object_ref_sink(gst_pad_new("out", GST_PAD_SINK)))) {
    gst_element_set_bus(encoder_, bus_.get());
    gst_pad_set_element_private(out_.get(), &pictures_);
    gst_pad_set_chain_function(out_.get(), count_picture);
    gst_pad_set_event_function(out_.get(), post_end);
    const PadHandle sink(gst_element_get_static_pad(encoder_, "sink"));
    const PadHandle src(gst_element_get_static_pad(encoder_, "src"));
    gst_pad_link(in_.get(), sink.get());
    gst_pad_link(src.get(), out_.get());
    gst_pad_set_active(in_.get(), TRUE);
    gst_pad_set_active(out_.get(), TRUE);
  }
  ~Trial() {
    gst_element_set_state(encoder_, GST_STATE_NULL);
    gst_element_set_bus(encoder_, nullptr);
  }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  std::string run(GstCaps* caps, GstBuffer* picture) {
    BufferHandle adopted(picture);
    if (gst_element_set_state(encoder_, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
      return reason("it does not start");
    }
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gst_pad_push_event(in_.get(), gst_event_new_stream_start("trial"));
    gst_pad_push_event(in_.get(), gst_event_new_caps(caps));
    gst_pad_push_event(in_.get(), gst_event_new_segment(&segment));
    const GstFlowReturn flow = gst_pad_push(in_.get(), adopted.release());
    if (flow != GST_FLOW_OK) {
      return reason(gst_flow_get_name(flow));
    }
    if (pictures_ > 0) {
      return "";
    }
    gst_pad_push_event(in_.get(), gst_event_new_eos());
    // An encoder that works in a thread of its own is done when the end comes out.
    const MessageHandle end(gst_bus_timed_pop_filtered(
        bus_.get(), kPatience,
        static_cast<GstMessageType>(GST_MESSAGE_APPLICATION | GST_MESSAGE_ERROR)));
    if (pictures_ > 0) {
      return "";
    }
    return end && GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_ERROR ? text_of(end.get())
                                                                   : reason("no picture came out");
  }

 private:
  static std::string text_of(GstMessage* message) {
    GError* raw_error = nullptr;
    gst_message_parse_error(message, &raw_error, nullptr);
    return ErrorHandle(raw_error)->message;
  }
  /// What the encoder has said, else `otherwise`.
  std::string reason(const std::string& otherwise) {
    const MessageHandle message(gst_bus_pop_filtered(bus_.get(), GST_MESSAGE_ERROR));
    return message ? text_of(message.get()) : otherwise;
  }

  GstElement* encoder_;
  BusHandle bus_;
  PadHandle in_;
  PadHandle out_;
  std::atomic<int> pictures_ = 0;
};

/// Sized as GStreamer lays the planes out, whose rows may be longer than the picture.
GstBuffer* grey_picture(const GstCaps* caps) {
  GstVideoInfo info;
  gst_video_info_from_caps(&info, caps);
  GstBuffer* buffer = gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info), nullptr);
  gst_buffer_memset(buffer, 0, 128, GST_VIDEO_INFO_SIZE(&info));
  GST_BUFFER_PTS(buffer) = 0;
  return buffer;
}

}  // namespace

std::string encode_one_picture(const std::string& description, const TrialPicture& picture) {
  GError* raw_error = nullptr;
  // A user's fragment may end in caps, which need an element behind them.
  const std::string whole = description + " ! identity";
  ElementHandle encoder(gst_parse_bin_from_description(whole.c_str(), TRUE, &raw_error));
  const ErrorHandle error(raw_error);
  if (error) {
    return error->message;
  }
  gst_object_ref_sink(encoder.get());
  const CapsHandle caps(gst_caps_new_simple(
      "video/x-raw", "format", G_TYPE_STRING, picture.format, "width", G_TYPE_INT, picture.width,
      "height", G_TYPE_INT, picture.height, "framerate", GST_TYPE_FRACTION, picture.fps.numerator,
      picture.fps.denominator, nullptr));
  return Trial(encoder.get()).run(caps.get(), grey_picture(caps.get()));
}

}  // namespace gimbal

#include "tests/gst-plugins/virtualptz/camera_run.hpp"

#include <gst/gst.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "gst-plugins/common/crop_meta.hpp"
#include "gst-plugins/support/handles.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal {

namespace {

double seconds_of(GstBuffer* buffer) {
  return static_cast<double>(GST_BUFFER_PTS(buffer)) / GST_SECOND;
}

/// A pad of ours that speaks to the camera's pad `tracking`.
class Detector {
 public:
  explicit Detector(GstElement* camera)
      : pad_(GST_PAD(gst_object_ref_sink(gst_pad_new("detector", GST_PAD_SRC)))),
        camera_pad_(gst_element_request_pad_simple(camera, "tracking")) {
    if (!camera_pad_ || gst_pad_link(pad_.get(), camera_pad_.get()) != GST_PAD_LINK_OK) {
      throw std::runtime_error("the camera has no pad for detections");
    }
    gst_pad_set_active(pad_.get(), TRUE);
  }

  void send(const TrackingRecord& record) {
    if (!begun_) {
      begin();
    }
    const std::string text = write_tracking_record(record);
    GstBuffer* buffer = gst_buffer_new_memdup(text.data(), text.size());
    if (gst_pad_push(pad_.get(), buffer) != GST_FLOW_OK) {
      throw std::runtime_error("the camera refused " + text);
    }
  }

 private:
  void begin() {
    gst_pad_push_event(pad_.get(), gst_event_new_stream_start("detector"));
    gst_pad_push_event(
        pad_.get(), gst_event_new_caps(CapsHandle(gst_caps_from_string("application/json")).get()));
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gst_pad_push_event(pad_.get(), gst_event_new_segment(&segment));
    begun_ = true;
  }

  PadHandle pad_;
  PadHandle camera_pad_;
  bool begun_ = false;
};

/// What the pads' probes, all in the streaming thread, work on.
struct Play {
  const CameraRun* run = nullptr;
  GstElement* camera = nullptr;  // the pipeline holds it
  Detector* detector = nullptr;
  std::size_t delivered = 0;
  int frame = 0;
  std::string failure;
  std::vector<ShownCrop> shown;
};

GstPadProbeReturn before_frame(GstPad*, GstPadProbeInfo* info, gpointer data) {
  auto* play = static_cast<Play*>(data);
  const double now = seconds_of(GST_PAD_PROBE_INFO_BUFFER(info)) + play->run->lookahead;
  const auto& deliveries = play->run->deliveries;
  try {
    for (; play->delivered < deliveries.size() && deliveries[play->delivered].arrival <= now;
         ++play->delivered) {
      play->detector->send(deliveries[play->delivered].record);
    }
  } catch (const std::exception& error) {
    play->failure = error.what();
  }
  if (play->run->before_frame) {
    play->run->before_frame(play->camera, play->frame);
  }
  ++play->frame;
  return GST_PAD_PROBE_OK;
}

GstPadProbeReturn note_crop(GstPad*, GstPadProbeInfo* info, gpointer data) {
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  const auto crop = get_crop_meta(buffer);
  static_cast<Play*>(data)->shown.push_back({seconds_of(buffer), crop.value_or(CropRect{})});
  return GST_PAD_PROBE_OK;
}

void watch(GstElement* camera, const char* pad_name, GstPadProbeCallback callback, Play& play) {
  const PadHandle pad(gst_element_get_static_pad(camera, pad_name));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, callback, &play, nullptr);
}

ElementHandle pipeline_of(const CameraRun& run) {
  const auto lookahead = static_cast<GstClockTime>(run.lookahead * GST_SECOND);
  const std::string text =
      run.source + " ! virtualptz name=camera lookahead=" + std::to_string(lookahead) + " " +
      run.properties + " ! " + run.output_caps + " ! fakesink sync=false";
  GError* raw_error = nullptr;
  ElementHandle pipeline(gst_parse_launch(text.c_str(), &raw_error));
  if (const ErrorHandle error(raw_error); error) {
    throw std::runtime_error(error->message);
  }
  return pipeline;
}

/// Throws what the pipeline complains of, a warning as well: a refused record must not go unseen.
void run_to_the_end(GstElement* pipeline) {
  const BusHandle bus(gst_element_get_bus(pipeline));
  gst_element_set_state(pipeline, GST_STATE_PLAYING);
  const MessageHandle end(gst_bus_timed_pop_filtered(
      bus.get(), GST_CLOCK_TIME_NONE,
      static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_WARNING)));
  gst_element_set_state(pipeline, GST_STATE_NULL);
  GError* raw_error = nullptr;
  if (GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_ERROR) {
    gst_message_parse_error(end.get(), &raw_error, nullptr);
  } else if (GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_WARNING) {
    gst_message_parse_warning(end.get(), &raw_error, nullptr);
  }
  if (const ErrorHandle error(raw_error); error) {
    throw std::runtime_error(error->message);
  }
}

}  // namespace

std::vector<ShownCrop> play(const CameraRun& run) {
  gst_init(nullptr, nullptr);
  const ElementHandle pipeline = pipeline_of(run);
  const ElementHandle camera(gst_bin_get_by_name(GST_BIN(pipeline.get()), "camera"));
  Detector detector(camera.get());
  Play state{&run, camera.get(), &detector, 0, 0, {}, {}};
  watch(camera.get(), "sink", before_frame, state);
  watch(camera.get(), "src", note_crop, state);
  run_to_the_end(pipeline.get());
  if (!state.failure.empty()) {
    throw std::runtime_error(state.failure);
  }
  return std::move(state.shown);
}

}  // namespace gimbal

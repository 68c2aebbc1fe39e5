#include "launcher/stream_output.hpp"

#include <fcntl.h>
#include <gst/video/video.h>

#include <algorithm>
#include <cstring>

namespace gimbal {

StreamOutput::StreamOutput(std::string name, int bitrate, Listener& listener)
    : name_(std::move(name)), bitrate_(bitrate), listener_(listener) {}

StreamOutput::~StreamOutput() {
  detach();
  while (g_idle_remove_by_data(this) != FALSE) {
  }
}

void StreamOutput::attach(GstAppSink* sink, GstElement* encoder) {
  sink_.reset(GST_APP_SINK(gst_object_ref(sink)));
  encoder_.reset(GST_ELEMENT(gst_object_ref(encoder)));
  encoder_input_.reset(gst_element_get_static_pad(encoder, "sink"));
  probe_ = gst_pad_add_probe(encoder_input_.get(), GST_PAD_PROBE_TYPE_BUFFER, on_encoder_input,
                             this, nullptr);
  GstAppSinkCallbacks callbacks{};
  callbacks.new_sample = on_sample;
  gst_app_sink_set_callbacks(sink, &callbacks, this, nullptr);
  const std::scoped_lock lock(mutex_);
  frames_.begin_pipeline();
  writer_.resume();
}

void StreamOutput::detach() {
  writer_.interrupt();
  if (!sink_) {
    return;
  }
  GstAppSinkCallbacks none{};
  gst_app_sink_set_callbacks(sink_.get(), &none, nullptr, nullptr);
  gst_pad_remove_probe(encoder_input_.get(), probe_);
  sink_.reset();
  encoder_.reset();
  encoder_input_.reset();
}

void StreamOutput::begin(int fd) {
  if (fd >= 0) {
    // What lies unread in a pipe is latency: a quarter of a second is plenty. Not a pipe: no
    // matter.
    constexpr int kSmallest = 16 * 1024;
    constexpr int kDefault = 64 * 1024;
    fcntl(fd, F_SETPIPE_SZ, std::clamp(bitrate_ / 8 / 4, kSmallest, kDefault));
  }
  {
    const std::scoped_lock lock(mutex_);
    fd_ = fd;
    writer_.forget_rest();
    frames_.begin_reader();
    has_reader_ = true;
  }
  request_keyframe();
}

void StreamOutput::request_keyframe() {
  if (encoder_) {
    gst_element_send_event(
        encoder_.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
  }
}

void StreamOutput::end() {
  has_reader_ = false;
  writer_.interrupt();
  const std::scoped_lock lock(mutex_);
  fd_ = -1;
  writer_.resume();
}

// --- streaming thread --------------------------------------------------------------------------

GstPadProbeReturn StreamOutput::on_encoder_input(GstPad*, GstPadProbeInfo*, gpointer data) {
  return static_cast<StreamOutput*>(data)->has_reader_ ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

GstFlowReturn StreamOutput::on_sample(GstAppSink* sink, gpointer data) {
  const SampleHandle sample(gst_app_sink_pull_sample(sink));
  return sample ? static_cast<StreamOutput*>(data)->deliver(sample.get()) : GST_FLOW_EOS;
}

GstFlowReturn StreamOutput::deliver(GstSample* sample) {
  const std::scoped_lock lock(mutex_);
  if (!has_reader_) {
    return GST_FLOW_OK;
  }
  const std::vector<std::uint8_t> unit = frames_.assemble(sample);
  if (unit.empty()) {
    return GST_FLOW_OK;
  }
  const auto outcome = fd_ < 0 ? OutputWriter::Outcome::kWritten : writer_.write(fd_, unit);
  const bool whole = outcome == OutputWriter::Outcome::kWritten;
  if (whole || outcome == OutputWriter::Outcome::kBegun) {
    if (!frames_.has_begun()) {
      g_idle_add_full(G_PRIORITY_HIGH, on_served_idle, this, nullptr);
    }
    frames_.note_written(whole);
    delivered_ = true;
  }
  return conclude(outcome);
}

GstFlowReturn StreamOutput::conclude(OutputWriter::Outcome outcome) {
  switch (outcome) {
    case OutputWriter::Outcome::kWritten:
      return GST_FLOW_OK;
    case OutputWriter::Outcome::kReaderGone:
      has_reader_ = false;
      g_idle_add_full(G_PRIORITY_HIGH, on_gone_idle, this, nullptr);
      return GST_FLOW_OK;
    case OutputWriter::Outcome::kInterrupted:
    case OutputWriter::Outcome::kBegun:
      return has_reader_ ? GST_FLOW_FLUSHING : GST_FLOW_OK;
    case OutputWriter::Outcome::kFailed:
      // Before the element's own error, which knows less.
      g_idle_add_full(G_PRIORITY_HIGH, on_failed_idle, this, nullptr);
      return GST_FLOW_ERROR;
  }
  return GST_FLOW_ERROR;
}

// --- main thread -------------------------------------------------------------------------------

gboolean StreamOutput::on_served_idle(gpointer data) {
  static_cast<StreamOutput*>(data)->listener_.on_reader_served();
  return G_SOURCE_REMOVE;
}

gboolean StreamOutput::on_gone_idle(gpointer data) {
  static_cast<StreamOutput*>(data)->listener_.on_reader_gone();
  return G_SOURCE_REMOVE;
}

gboolean StreamOutput::on_failed_idle(gpointer data) {
  auto* self = static_cast<StreamOutput*>(data);
  self->listener_.on_output_failed("cannot write to " + self->name_ + ": " +
                                   std::strerror(self->writer_.error_number()));
  return G_SOURCE_REMOVE;
}

}  // namespace gimbal

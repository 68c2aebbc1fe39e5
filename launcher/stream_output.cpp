#include "launcher/stream_output.hpp"

#include <fcntl.h>
#include <gst/video/video.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "lib/codec/flv_tag.hpp"

namespace gimbal {

namespace {

/// Every buffer of a sample, in order.
std::vector<GstBuffer*> buffers_of(GstSample* sample) {
  std::vector<GstBuffer*> buffers;
  if (GstBuffer* single = gst_sample_get_buffer(sample)) {
    buffers.push_back(single);
  }
  if (GstBufferList* list = gst_sample_get_buffer_list(sample)) {
    for (guint i = 0; i < gst_buffer_list_length(list); ++i) {
      buffers.push_back(gst_buffer_list_get(list, i));
    }
  }
  return buffers;
}

bool has_flag(GstBuffer* buffer, GstBufferFlags flag) {
  return (GST_BUFFER_FLAGS(buffer) & static_cast<guint>(flag)) != 0;
}

/// A decoder can begin here. (Of MPEG-TS the first packet of a picture says so.)
bool begins_with_keyframe(const std::vector<GstBuffer*>& buffers) {
  return std::any_of(buffers.begin(), buffers.end(), [](GstBuffer* buffer) {
    return !has_flag(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  });
}

bool is_of_type(GstSample* sample, const char* type) {
  const GstStructure* structure = gst_caps_get_structure(gst_sample_get_caps(sample), 0);
  return gst_structure_has_name(structure, type) != FALSE;
}

bool is_flv(GstSample* sample) {
  return is_of_type(sample, "video/x-flv");
}

bool is_mpegts(GstSample* sample) {
  return is_of_type(sample, "video/mpegts");
}

std::uint32_t flv_time(GstClockTime pts, GstClockTime first) {
  return static_cast<std::uint32_t>(pts > first ? (pts - first) / GST_MSECOND : 0);
}

/// Appends the bytes of `buffer` to `unit`, and returns where they are.
std::span<std::uint8_t> append(GstBuffer* buffer, std::vector<std::uint8_t>& unit) {
  const std::size_t before = unit.size();
  const std::size_t size = gst_buffer_get_size(buffer);
  unit.resize(before + size);
  gst_buffer_extract(buffer, 0, unit.data() + before, size);
  return std::span(unit).subspan(before);
}

void append_flv_tag(GstBuffer* buffer, std::uint32_t time, std::vector<std::uint8_t>& unit) {
  const auto tag = append(buffer, unit);
  if (tag.size() >= kFlvTagHeader) {
    set_flv_time(tag.first<kFlvTagHeader>(), time);
  }
}

/// What a player of FLV must have had before its first picture. The file's own header comes once.
void append_flv_headers(GstSample* sample, bool file_begun, std::uint32_t time,
                        std::vector<std::uint8_t>& unit) {
  const GstStructure* structure = gst_caps_get_structure(gst_sample_get_caps(sample), 0);
  const GValue* headers = gst_structure_get_value(structure, "streamheader");
  for (guint i = 0; headers != nullptr && i < gst_value_array_get_size(headers); ++i) {
    GstBuffer* buffer = gst_value_get_buffer(gst_value_array_get_value(headers, i));
    std::array<std::uint8_t, 3> begin{};
    gst_buffer_extract(buffer, 0, begin.data(), begin.size());
    if (!is_flv_file_header(begin)) {
      append_flv_tag(buffer, time, unit);
    } else if (!file_begun) {
      append(buffer, unit);
    }
  }
}

}  // namespace

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
  awaits_keyframe_ = true;
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
    awaits_keyframe_ = true;
    file_begun_ = false;
    first_pts_ = GST_CLOCK_TIME_NONE;
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
  auto buffers = buffers_of(sample);
  if (is_flv(sample)) {
    // Headers come in band at the beginning only: they are taken from the caps, whenever needed.
    // Metadata in mid-stream, which has no time, says nothing that a player needs.
    std::erase_if(buffers, [](GstBuffer* buffer) {
      return has_flag(buffer, GST_BUFFER_FLAG_HEADER) || !GST_BUFFER_PTS_IS_VALID(buffer);
    });
  }
  if (buffers.empty() || (awaits_keyframe_ && !begins_with_keyframe(buffers))) {
    return GST_FLOW_OK;
  }
  const auto outcome = write(sample, buffers);
  if (outcome == OutputWriter::Outcome::kWritten || outcome == OutputWriter::Outcome::kBegun) {
    if (!file_begun_) {
      g_idle_add_full(G_PRIORITY_HIGH, on_served_idle, this, nullptr);
    }
    file_begun_ = true;
    delivered_ = true;
  }
  if (outcome == OutputWriter::Outcome::kWritten) {
    awaits_keyframe_ = false;
  }
  return conclude(outcome);
}

OutputWriter::Outcome StreamOutput::write(GstSample* sample,
                                          const std::vector<GstBuffer*>& buffers) {
  std::vector<std::uint8_t> unit = assemble(sample, buffers);
  if (fd_ < 0) {
    return OutputWriter::Outcome::kWritten;
  }
  if (!is_mpegts(sample)) {
    return writer_.write(fd_, unit);
  }
  TsContinuity continuity = continuity_;  // What is not written does not count.
  continuity.renumber(unit);
  const auto outcome = writer_.write(fd_, unit);
  if (outcome == OutputWriter::Outcome::kWritten || outcome == OutputWriter::Outcome::kBegun) {
    continuity_ = std::move(continuity);
  }
  return outcome;
}

/// The bytes of a frame, as the reader must have them.
std::vector<std::uint8_t> StreamOutput::assemble(GstSample* sample,
                                                 const std::vector<GstBuffer*>& buffers) {
  std::vector<std::uint8_t> unit;
  if (!is_flv(sample)) {
    for (GstBuffer* buffer : buffers) {
      append(buffer, unit);
    }
    return unit;
  }
  const GstClockTime pts = GST_BUFFER_PTS(buffers.front());
  if (!GST_CLOCK_TIME_IS_VALID(first_pts_)) {
    first_pts_ = pts;
  }
  const std::uint32_t time = flv_time(pts, first_pts_);
  if (awaits_keyframe_) {
    append_flv_headers(sample, file_begun_, time, unit);
  }
  for (GstBuffer* buffer : buffers) {
    append_flv_tag(buffer, time, unit);
  }
  return unit;
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

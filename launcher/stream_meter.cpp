#include "launcher/stream_meter.hpp"

namespace gimbal {

StreamMeter::StreamMeter(GstElement* encoder)
    : pad_(gst_element_get_static_pad(encoder, "src")),
      probe_(gst_pad_add_probe(pad_.get(), GST_PAD_PROBE_TYPE_BUFFER, on_buffer, this, nullptr)),
      last_time_(g_get_monotonic_time()) {}

StreamMeter::~StreamMeter() {
  gst_pad_remove_probe(pad_.get(), probe_);
}

GstPadProbeReturn StreamMeter::on_buffer(GstPad*, GstPadProbeInfo* info, gpointer data) {
  auto* self = static_cast<StreamMeter*>(data);
  self->frames_ += 1;
  self->bytes_ += gst_buffer_get_size(GST_PAD_PROBE_INFO_BUFFER(info));
  return GST_PAD_PROBE_OK;
}

StreamMeter::Reading StreamMeter::read() {
  const gint64 now = g_get_monotonic_time();
  Reading reading;
  reading.frames = frames_;
  reading.bytes = bytes_;
  const double seconds = static_cast<double>(now - last_time_) / G_USEC_PER_SEC;
  if (seconds > 0) {
    reading.fps = static_cast<double>(reading.frames - last_frames_) / seconds;
    reading.bitrate = 8 * static_cast<double>(reading.bytes - last_bytes_) / seconds;
  }
  last_time_ = now;
  last_frames_ = reading.frames;
  last_bytes_ = reading.bytes;
  return reading;
}

}  // namespace gimbal

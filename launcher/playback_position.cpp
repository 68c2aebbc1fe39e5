#include "launcher/playback_position.hpp"

#include <utility>

namespace gimbal {

PlaybackPosition::PlaybackPosition(GstElement* pipeline, PlaybackRange range, OnFailed on_failed)
    : pipeline_(pipeline), range_(range), on_failed_(std::move(on_failed)) {}

PlaybackPosition::~PlaybackPosition() {
  while (g_idle_remove_by_data(this) != FALSE) {
  }
}

/// The first seek needs a source that knows its format: it is made when the first picture comes.
GstState PlaybackPosition::begin() {
  if (!must_seek()) {
    return GST_STATE_PLAYING;
  }
  const PadHandle pad = pace_pad();
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, on_first_picture, this, nullptr);
  if (range_.loop) {
    loop_joint_.emplace(pace_pad());
  }
  return GST_STATE_PAUSED;
}

/// Into the element that holds pictures back until the pipeline plays.
PadHandle PlaybackPosition::pace_pad() const {
  const ElementHandle pace(gst_bin_get_by_name(GST_BIN(pipeline_), "pace"));
  return PadHandle(gst_element_get_static_pad(pace.get(), "sink"));
}

GstPadProbeReturn PlaybackPosition::on_first_picture(GstPad*, GstPadProbeInfo*, gpointer data) {
  g_idle_add(on_ready_to_seek, data);  // a flushing seek must not come from the streaming thread
  return GST_PAD_PROBE_REMOVE;
}

gboolean PlaybackPosition::on_ready_to_seek(gpointer data) {
  auto* self = static_cast<PlaybackPosition*>(data);
  if (self->seek_to_start(true)) {
    gst_element_set_state(self->pipeline_, GST_STATE_PLAYING);
  } else {
    self->on_failed_(
        self->range_.loop
            ? "cannot play this source in a loop: MPEG-TS does not allow that, nor does a "
              "source that cannot seek; run it without --loop, or make an MP4 or Matroska "
              "file of it"
            : "cannot seek in this source; run it without --start-seconds");
  }
  return G_SOURCE_REMOVE;
}

void PlaybackPosition::begin_again() {
  if (!seek_to_start(false)) {
    on_failed_("cannot loop this source; run it without --loop");
  }
}

/// Looping plays segment after segment without a flush, so that running time, and with it the PTS
/// of what is written, never turns back.
bool PlaybackPosition::seek_to_start(bool first) {
  int flags = GST_SEEK_FLAG_ACCURATE;
  flags |= first ? GST_SEEK_FLAG_FLUSH : 0;
  flags |= range_.loop ? GST_SEEK_FLAG_SEGMENT : 0;
  const auto start = static_cast<gint64>(first ? range_.start_seconds * GST_SECOND : 0);
  return gst_element_seek(pipeline_, 1.0, GST_FORMAT_TIME, static_cast<GstSeekFlags>(flags),
                          GST_SEEK_TYPE_SET, start, GST_SEEK_TYPE_NONE, -1) != FALSE;
}

}  // namespace gimbal

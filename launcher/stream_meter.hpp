// Counts what leaves an encoder: frames, bytes, and both per second.
#pragma once

#include <gst/gst.h>

#include <atomic>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

class StreamMeter {
 public:
  /// Watches the source pad of `encoder` until destroyed.
  explicit StreamMeter(GstElement* encoder);
  ~StreamMeter();
  StreamMeter(const StreamMeter&) = delete;
  StreamMeter& operator=(const StreamMeter&) = delete;

  struct Reading {
    guint64 frames = 0;  ///< since the start
    guint64 bytes = 0;
    double fps = 0;      ///< since the last reading
    double bitrate = 0;  ///< bits per second, since the last reading
  };
  /// Call from one thread.
  Reading read();

  guint64 frames() const { return frames_; }

 private:
  static GstPadProbeReturn on_buffer(GstPad* pad, GstPadProbeInfo* info, gpointer data);

  PadHandle pad_;
  gulong probe_;
  std::atomic<guint64> frames_ = 0;
  std::atomic<guint64> bytes_ = 0;
  gint64 last_time_;
  guint64 last_frames_ = 0;
  guint64 last_bytes_ = 0;
};

}  // namespace gimbal

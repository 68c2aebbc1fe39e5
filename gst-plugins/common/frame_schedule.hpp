// When each frame of a live source is due: PTS by frame number, and what to skip when late.
#pragma once

#include <gst/gst.h>

namespace gimbal {

/// Counts frames and gives them PTS. No waiting here: pure arithmetic, so that it can be tested.
class FrameSchedule {
 public:
  /// A live source up to this late catches up by drawing faster: a short stall costs no frame.
  /// Beyond it, frames are skipped.
  static constexpr GstClockTime kMaxLateness = 250 * GST_MSECOND;

  /// From the next frame on, `fps_n`/`fps_d` frames a second; that frame's PTS is not before `now`
  /// and not before the end of the last frame.
  void start(int fps_n, int fps_d, GstClockTime now);

  /// PTS of the next frame.
  GstClockTime next_pts() const { return anchor_ + offset_of(since_anchor_); }
  GstClockTime duration() const { return anchor_ + offset_of(since_anchor_ + 1) - next_pts(); }
  /// The same in seconds since frame 0, skipped ones counted. Unlike PTS it knows no clock: with
  /// one frame rate it follows from the number alone.
  double next_seconds() const {
    return seconds_at_anchor_ + static_cast<double>(since_anchor_) * fps_d_ / fps_n_;
  }
  /// Number of the next frame since the source started, skipped ones counted.
  guint64 next_number() const { return number_; }

  /// Skips what is hopelessly late at running time `now`; returns how many frames that was.
  guint64 skip_late(GstClockTime now);

  /// The next frame has been drawn.
  void advance();

 private:
  GstClockTime offset_of(guint64 frames) const {
    return gst_util_uint64_scale(frames, static_cast<guint64>(fps_d_) * GST_SECOND,
                                 static_cast<guint64>(fps_n_));
  }

  int fps_n_ = 30;
  int fps_d_ = 1;
  GstClockTime anchor_ = 0;
  double seconds_at_anchor_ = 0;
  guint64 since_anchor_ = 0;
  guint64 number_ = 0;
};

}  // namespace gimbal

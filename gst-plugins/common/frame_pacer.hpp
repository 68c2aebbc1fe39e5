// Paces a live source: which frame is next, when it is due, and how many there were.
#pragma once

#include <gst/base/gstbasesrc.h>

#include <atomic>
#include <optional>
#include <utility>

#include "gst-plugins/common/clock_wait.hpp"
#include "gst-plugins/common/frame_schedule.hpp"

namespace gimbal {

/// The streaming thread paces; any thread interrupts and reads the counters.
class FramePacer {
 public:
  /// Numbers start at 0 again.
  void restart();

  /// The caps say this rate, which is known before the first frame. The latency of a live source is
  /// one frame: where that changes, a LATENCY message is posted, on which applications ask again.
  void announce_framerate(GstBaseSrc* src, int fps_n, int fps_d);

  /// Answers a LATENCY query of a live source; 0 before the first caps. False for other queries.
  bool answer_latency(GstBaseSrc* src, GstQuery* query) const;

  /// From the next frame on at this rate, if it is not the present one. PTS never turn back.
  void follow_framerate(GstBaseSrc* src, int fps_n, int fps_d);

  /// Where `src` is live: returns when the next frame is due, having skipped those hopelessly late.
  /// False when interrupted.
  bool wait_for_next_frame(GstBaseSrc* src);

  const FrameSchedule& schedule() const { return schedule_; }

  /// Says on `buffer` which frame it is and when. The next frame is then the next.
  void finish_frame(GstBuffer* buffer);

  void interrupt() { wait_.interrupt(); }
  void resume() { wait_.resume(); }

  guint64 frames_rendered() const { return rendered_; }
  guint64 frames_skipped() const { return skipped_; }

 private:
  FrameSchedule schedule_;
  std::optional<std::pair<int, int>> framerate_;  // the one `schedule_` was started with
  ClockWait wait_;
  std::atomic<guint64> rendered_ = 0;
  std::atomic<guint64> skipped_ = 0;
  std::atomic<GstClockTime> frame_time_ = 0;  // at the rate of the caps
};

}  // namespace gimbal

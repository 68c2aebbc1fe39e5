#include "gst-plugins/common/frame_schedule.hpp"

#include <algorithm>

namespace gimbal {

void FrameSchedule::start(int fps_n, int fps_d, GstClockTime now) {
  const GstClockTime end_of_last = number_ == 0 ? 0 : next_pts();
  seconds_at_anchor_ = next_seconds();
  fps_n_ = fps_n;
  fps_d_ = fps_d;
  since_anchor_ = 0;
  anchor_ = std::max(now, end_of_last);
}

guint64 FrameSchedule::skip_late(GstClockTime now) {
  const GstClockTime pts = next_pts();
  if (now <= pts + kMaxLateness) {
    return 0;
  }
  const guint64 behind = gst_util_uint64_scale(now - pts, static_cast<guint64>(fps_n_),
                                               static_cast<guint64>(fps_d_) * GST_SECOND);
  since_anchor_ += behind;
  number_ += behind;
  return behind;
}

void FrameSchedule::advance() {
  ++since_anchor_;
  ++number_;
}

}  // namespace gimbal

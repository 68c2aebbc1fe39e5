#include "gst-plugins/virtualptz/frame_times.hpp"

namespace gimbal::virtualptz {

FrameTimes::Moment FrameTimes::next(GstClockTime pts, GstClockTime step, bool discontinuity) {
  if (!GST_CLOCK_TIME_IS_VALID(pts)) {
    pts = newest_ ? *newest_ + step : 0;
  }
  Moment moment;
  moment.time = pts;
  moment.seconds = static_cast<double>(pts) / GST_SECOND;
  moment.begins_anew = newest_ && (pts < *newest_ || (discontinuity && pts - *newest_ > kGap));
  newest_ = pts;
  return moment;
}

}  // namespace gimbal::virtualptz

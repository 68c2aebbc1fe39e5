#include "gst-plugins/virtualptz/record_time.hpp"

#include <algorithm>

namespace gimbal::virtualptz {

void VideoNow::note_frame(double pts, double clock) {
  interval_ = newest_ ? std::max(0.0, pts - newest_->pts) : 0;
  newest_ = {pts, clock};
}

std::optional<double> VideoNow::at(double clock) const {
  if (!newest_) {
    return std::nullopt;
  }
  return newest_->pts + std::clamp(clock - newest_->clock, 0.0, interval_);
}

Result<double> time_of(const TrackingRecord& record, const RecordArrival& arrival) {
  if (arrival.frame_pts) {
    return *arrival.frame_pts;
  }
  if (record.timestamp && record.timebase == Timebase::kPts) {
    if (*record.timestamp > arrival.video_now.value_or(*record.timestamp) + kMostAheadOfVideo) {
      return Error{
          "its timestamp is more than a day ahead of the video; seconds since 1970 want timebase "
          "\"unix\""};
    }
    return *record.timestamp;
  }
  if (!record.timestamp && arrival.buffer_pts) {
    return *arrival.buffer_pts;
  }
  const std::optional<double> now = known_at(arrival);
  if (!now) {
    return Error{
        "no frame has come yet that says which time it is; give the record a timestamp with "
        "timebase \"pts\""};
  }
  const double age =
      record.timestamp ? arrival.unix_now - *record.timestamp : arrival.detector_latency;
  return *now - age;
}

std::optional<double> known_at(const RecordArrival& arrival) {
  const std::optional<double> now = arrival.frame_pts ? arrival.frame_pts : arrival.video_now;
  return now ? std::optional(*now + arrival.video_delay) : std::nullopt;
}

}  // namespace gimbal::virtualptz

// Fills what a bare list of detections lacks, so that it makes metrics for a runner.
#pragma once

#include "lib/tracking/record.hpp"
#include "lib/tracking/target_speeds.hpp"
#include "lib/tracking/tracking_health.hpp"

namespace gimbal {

/// The self-weighted mean of the targets' confidences, sum(c * c) / sum(c): many doubtful boxes
/// beside sure ones hardly lower it. 0 with no targets.
double confidence_of(const std::vector<TrackedTarget>& targets);

/// Of one detector. Not safe to share between threads.
class RecordCompleter {
 public:
  /// Fills speeds of targets (`TargetSpeeds`), `ball_velocity_x` and `_y` (that of the surest ball,
  /// unless one of them is given), `occlusion_level` (`occlusion_of`), `tracking_confidence`
  /// (`confidence_of`), and `tracking_state` and `fallback_active`
  /// (`TrackingHealth`, from the confidence). What the detector gave itself always stays.
  /// `arrival`: seconds on a steady clock, for records that do not say their own time.
  void complete(TrackingRecord& record, double arrival);

 private:
  enum class Clock { kNone, kArrival, kPts, kUnix };
  void fill_speeds(TrackingRecord& record, double arrival);

  TargetSpeeds speeds_;
  TrackingHealth health_;
  Clock clock_ = Clock::kNone;
};

}  // namespace gimbal

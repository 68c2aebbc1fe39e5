#include "lib/tracking/record_completer.hpp"

#include "lib/tracking/box_occlusion.hpp"
#include "lib/tracking/target_class.hpp"

namespace gimbal {

namespace {

/// That of the surest ball, where the detector says none.
void fill_ball_velocity(TrackingRecord& record) {
  if (record.ball_velocity_x || record.ball_velocity_y) {
    return;
  }
  const TrackedTarget* ball = nullptr;
  for (const TrackedTarget& target : record.targets) {
    if (is_ball(target.cls) && (ball == nullptr || target.confidence > ball->confidence)) {
      ball = &target;
    }
  }
  if (ball != nullptr) {
    record.ball_velocity_x = ball->vx;
    record.ball_velocity_y = ball->vy;
  }
}

}  // namespace

double confidence_of(const std::vector<TrackedTarget>& targets) {
  double sum = 0;
  double squares = 0;
  for (const TrackedTarget& target : targets) {
    sum += target.confidence;
    squares += target.confidence * target.confidence;
  }
  return sum > 0 ? squares / sum : 0;
}

void RecordCompleter::complete(TrackingRecord& record, double arrival) {
  fill_speeds(record, arrival);
  fill_ball_velocity(record);
  if (!record.given.occlusion_level) {
    record.occlusion_level = occlusion_of(record.targets);
  }
  if (!record.given.tracking_confidence) {
    record.tracking_confidence = confidence_of(record.targets);
  }
  const TrackingVerdict verdict = health_.update(record.tracking_confidence);
  if (!record.given.tracking_state) {
    record.tracking_state = name_of(verdict.state);
  }
  if (!record.given.fallback_active) {
    record.fallback_active = verdict.fallback;
  }
}

void RecordCompleter::fill_speeds(TrackingRecord& record, double arrival) {
  // Pictures are not as near to each other: records are that are read in one go.
  constexpr double kShortestGap = 0.002;  // seconds
  const Clock clock = !record.timestamp                    ? Clock::kArrival
                      : record.timebase == Timebase::kUnix ? Clock::kUnix
                                                           : Clock::kPts;
  if (clock != clock_) {
    speeds_.forget();
    clock_ = clock;
  }
  speeds_.fill(record.targets, record.timestamp.value_or(arrival),
               clock == Clock::kArrival ? kShortestGap : 0);
}

}  // namespace gimbal

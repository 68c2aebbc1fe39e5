#include "lib/tracking/record_check.hpp"

#include "lib/base/number_check.hpp"

namespace gimbal {

namespace {

/// An absent number is a valid one.
CheckedNumber optional(std::string_view field, const std::optional<double>& value, double min,
                       double max) {
  return {field, value.value_or(min), min, max};
}

std::string check_target(const TrackedTarget& target) {
  return check_numbers({{"x", target.x, 0, 1},
                        {"y", target.y, 0, 1},
                        {"confidence", target.confidence, 0, 1},
                        optional("w", target.w, 0, 1),
                        optional("h", target.h, 0, 1),
                        optional("vx", target.vx, -kMaxTargetSpeed, kMaxTargetSpeed),
                        optional("vy", target.vy, -kMaxTargetSpeed, kMaxTargetSpeed)});
}

}  // namespace

std::string check_record(const TrackingRecord& record) {
  for (std::size_t i = 0; i < record.targets.size(); ++i) {
    if (const std::string error = check_target(record.targets[i]); !error.empty()) {
      return "targets[" + std::to_string(i) + "]." + error;
    }
  }
  return check_numbers(
      {optional("timestamp", record.timestamp, 0, kMaxTimestamp),
       optional("target_x", record.target_x, 0, 1),
       optional("target_y", record.target_y, 0, 1),
       optional("target_zoom", record.target_zoom, kMinTargetZoom, kMaxTargetZoom),
       {"tracking_confidence", record.tracking_confidence, 0, 1},
       {"occlusion_level", record.occlusion_level, 0, 1},
       optional("ball_velocity_x", record.ball_velocity_x, -kMaxTargetSpeed, kMaxTargetSpeed),
       optional("ball_velocity_y", record.ball_velocity_y, -kMaxTargetSpeed, kMaxTargetSpeed)});
}

}  // namespace gimbal

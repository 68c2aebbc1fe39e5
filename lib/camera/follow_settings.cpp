#include "lib/camera/follow_settings.hpp"

#include <algorithm>

namespace gimbal {

FollowSettings follow_settings(FollowProfile profile) {
  FollowSettings settings;
  switch (profile) {
    case FollowProfile::kBalanced:
      break;
    case FollowProfile::kCalm:
      settings.response_near = 1.8;
      settings.response_far = 4;
      settings.max_speed = 0.7;
      settings.max_acceleration = 1;
      settings.max_jerk = 8;
      break;
    case FollowProfile::kAction:
      settings.response_near = 4;
      settings.response_far = 9;
      settings.max_speed = 2;
      settings.max_acceleration = 5;
      settings.max_jerk = 60;
      break;
  }
  return settings;
}

// Found together with `balanced`, in the simulation that docs/camera-motion.md describes.
constexpr double kAheadNear = 0.4982;
constexpr double kAheadFar = 0.7;
constexpr double kAheadAcceleration = 0.3892;
constexpr double kAheadShare = 0.2899;
constexpr double kAheadPrediction = 0.7071;
constexpr double kAheadStart = 0.865;
constexpr double kAheadLead = 0.06817;   // seconds more
constexpr double kAheadAfter = 0.01803;  // seconds more
constexpr double kAheadBeyond = 1.039;

FollowSettings drive_settings(const FollowSettings& settings) {
  constexpr double kFully = 0.5;  // seconds of look-ahead
  const double part = std::clamp(settings.lookahead / kFully, 0.0, 1.0);
  const auto eased = [part](double value, double factor) {
    return value * (1 + part * (factor - 1));
  };
  FollowSettings drive = settings;
  drive.response_near = eased(settings.response_near, kAheadNear);
  drive.response_far = eased(settings.response_far, kAheadFar);
  drive.max_acceleration = eased(settings.max_acceleration, kAheadAcceleration);
  drive.speed_share = eased(settings.speed_share, kAheadShare);
  drive.prediction = eased(settings.prediction, kAheadPrediction);
  drive.start_within = eased(settings.start_within, kAheadStart);
  drive.start_beyond = eased(settings.start_beyond, kAheadBeyond);
  drive.start_after = settings.start_after + part * kAheadAfter;
  drive.lead_time = settings.lead_time + part * kAheadLead;
  return drive;
}

}  // namespace gimbal

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
constexpr double kAheadNear = 0.35;
constexpr double kAheadFar = 0.8;
constexpr double kAheadAcceleration = 0.39;
constexpr double kAheadShare = 0.36;
constexpr double kAheadPrediction = 0.3;
constexpr double kAheadLead = 0.12;  // seconds more
constexpr double kAheadBeyond = 0.69;
constexpr double kAheadFade = 2.2;
constexpr double kAheadStop = 0.35;
constexpr double kAheadFarSpeed = 0.5;

// With a second of look-ahead, over half a second: what the mean of the path makes smooth again.
constexpr double kQuickResponse = 2.5;
constexpr double kQuickShare = 0.2;
constexpr double kQuickSpeed = 3;
constexpr double kQuickAcceleration = 8;
constexpr double kQuickLag = 0.4;

FollowSettings drive_settings(const FollowSettings& settings, double lookahead) {
  constexpr double kFully = 0.5;  // seconds of look-ahead
  const double part = std::clamp(lookahead / kFully, 0.0, 1.0);
  const double quick = std::clamp(lookahead / kFully - 1, 0.0, 1.0);
  const auto eased = [part](double value, double factor) {
    return value * (1 + part * (factor - 1));
  };
  FollowSettings drive = settings;
  drive.response_near = eased(settings.response_near, kAheadNear);
  drive.response_far = eased(settings.response_far, kAheadFar);
  drive.max_acceleration = eased(settings.max_acceleration, kAheadAcceleration);
  drive.speed_share = eased(settings.speed_share, kAheadShare);
  drive.prediction = eased(settings.prediction, kAheadPrediction);
  drive.start_beyond = eased(settings.start_beyond, kAheadBeyond);
  drive.fade_time = eased(settings.fade_time, kAheadFade);
  drive.stop_within = eased(settings.stop_within, kAheadStop);
  drive.far_speed = eased(settings.far_speed, kAheadFarSpeed);
  drive.lead_time = settings.lead_time + part * kAheadLead;
  const auto quicken = [quick](double& value, double factor) { value *= 1 + quick * (factor - 1); };
  quicken(drive.response_near, kQuickResponse);
  quicken(drive.response_far, kQuickResponse);
  quicken(drive.speed_share, kQuickShare);
  quicken(drive.max_speed, kQuickSpeed);
  quicken(drive.max_acceleration, kQuickAcceleration);
  quicken(drive.path_lag, kQuickLag);
  return drive;
}

}  // namespace gimbal

#include "lib/camera/follow_settings.hpp"

#include <algorithm>

namespace gimbal {

namespace {

// Whole characters, so that the numbers of one fit each other. What detections are worth is about
// the detector, and the same for all.

/// Starts late, moves gently, and stays a while where it is.
FollowSettings calm() {
  return {
      .home = {},
      .start_within = 0.1,
      .start_after = 0.2,
      .start_ahead = 0.1,
      .certainty = 1.2,
      .start_beyond = 0.14,
      .stop_within = 0.01,
      .stop_speed = 0.005,
      .slack = 0.03,
      .lead_time = 0,
      .lead_limit = 0.08,
      .lead_speed = 0.15,
      .speed_share = 0.7,
      .response_near = 1.5,
      .response_far = 5,
      .far_offset = 0.35,
      .far_speed = 0.3,
      .max_speed = 0.75,
      .max_acceleration = 2.5,
      .max_jerk = 30,
      .path_lag = 0.36,
      .zoom_response = 1.2,
      .zoom_in_speed = 0.2,
      .zoom_out_speed = 0.4,
      .zoom_acceleration = 0.8,
      .zoom_jerk = 4,
      .zoom_in_after = 2,
      .calm_speed = 0.1,
      .zoom_in_from = 1.15,
      .zoom_out_from = 0.92,
      .speed_widening = 1.1,
      .coast_time = 0.3,
      .fade_time = 0.4,
      .hold_time = 4,
      .return_time = 6,
  };
}

/// Starts soon, moves firmly, and does not wait.
FollowSettings action() {
  return {
      .home = {},
      .start_within = 0.05,
      .start_after = 0.1,
      .start_ahead = 0.25,
      .certainty = 1.2,
      .start_beyond = 0.08,
      .stop_within = 0.012,
      .stop_speed = 0.005,
      .slack = 0.01,
      .lead_time = 0.02,
      .lead_limit = 0.12,
      .lead_speed = 0.2,
      .speed_share = 0.95,
      .response_near = 3,
      .response_far = 9,
      .far_offset = 0.3,
      .far_speed = 0.2,
      .max_speed = 2,
      .max_acceleration = 8,
      .max_jerk = 400,
      .path_lag = 0.24,
      .zoom_response = 2.5,
      .zoom_in_speed = 0.6,
      .zoom_out_speed = 1.2,
      .zoom_acceleration = 3,
      .zoom_jerk = 20,
      .zoom_in_after = 0.5,
      .calm_speed = 0.3,
      .zoom_in_from = 1.08,
      .zoom_out_from = 0.96,
      .speed_widening = 1.3,
      .coast_time = 0.2,
      .fade_time = 0.2,
      .hold_time = 1.5,
      .return_time = 2.5,
  };
}

}  // namespace

FollowSettings follow_settings(FollowProfile profile) {
  switch (profile) {
    case FollowProfile::kCalm:
      return calm();
    case FollowProfile::kBalanced:
      break;
    case FollowProfile::kAction:
      return action();
  }
  return {};
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

#include "lib/camera/follow_axis.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

// So many times as firmly it brakes: what it is late then is overshot, and has to be taken back.
constexpr double kBraking = 1.5;

int sign_of(double value) {
  return value < 0 ? -1 : 1;
}

AxisLimits limits_of(double unit, const FollowSettings& settings) {
  return {unit * settings.max_speed, unit * settings.max_acceleration, unit * settings.max_jerk};
}

/// Gently after a small, slow offset, firmly after a large or fast one.
double response_to(double offset, double speed, const FollowSettings& settings) {
  const double urgency = std::max(offset / settings.far_offset, speed / settings.far_speed);
  return settings.response_near +
         std::min(urgency, 1.0) * (settings.response_far - settings.response_near);
}

}  // namespace

void FollowAxis::set(const AxisState& state) {
  motion_.set(state);
  direction_ = state.velocity == 0 ? 0 : sign_of(state.velocity);
  off_centre_for_ = 0;
}

void FollowAxis::follow(const AxisTarget& target, double unit, const FollowSettings& settings,
                        double seconds) {
  const double offset = target.position - motion_.state().position;
  const double size = std::fabs(offset) / unit;
  if (direction_ == 0) {
    const double soon = offset + settings.start_ahead * target.velocity;
    const double certain = (std::fabs(soon) - settings.certainty * target.error) / unit;
    off_centre_for_ = certain > settings.start_within ? off_centre_for_ + seconds : 0;
    if (certain > settings.start_beyond || off_centre_for_ > settings.start_after) {
      direction_ = sign_of(soon);
      off_centre_for_ = 0;
    }
  }
  if (direction_ == 0) {
    halt(unit, settings, seconds);
    return;
  }
  const double speed = direction_ * motion_.state().velocity / unit;
  const double goal_distance = offset - direction_ * settings.slack * unit;
  if (direction_ * goal_distance < settings.stop_within * unit && speed < settings.stop_speed) {
    direction_ = 0;
    halt(unit, settings, seconds);
    return;
  }
  const AxisLimits limits = limits_of(unit, settings);
  const double response = response_to(size, std::fabs(target.velocity) / unit, settings);
  const double wanted = settings.speed_share * target.velocity +
                        MotionAxis::closing_speed(goal_distance, response, limits);
  const double wanted_speed = std::max(0.0, direction_ * wanted);
  const bool brakes = wanted_speed < direction_ * motion_.state().velocity;
  motion_.drive(direction_ * wanted_speed, brakes ? kBraking * response : response, limits,
                seconds);
}

void FollowAxis::halt(double unit, const FollowSettings& settings, double seconds) {
  motion_.drive(0, settings.response_far, limits_of(unit, settings), seconds);
}

void FollowAxis::go_to(double position, double response, double unit,
                       const FollowSettings& settings, double seconds) {
  direction_ = 0;
  off_centre_for_ = 0;
  motion_.approach(position, 0, response, limits_of(unit, settings), seconds);
}

}  // namespace gimbal

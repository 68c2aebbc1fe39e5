#include "lib/camera/motion_axis.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

// What is smaller than this cannot be seen: a hundredth of a pixel a second in a picture 4000 wide
// takes less than 3e-6 crop widths. Motion below it becomes rest.
constexpr double kStillDistance = 2e-5;
constexpr double kStillVelocity = 2e-4;
constexpr double kStillAcceleration = 4e-3;

// Braking takes the jerk to build up; the rest of the limit is kept for that.
constexpr double kBrakingShare = 0.7;

/// Proportional to `error` while that is small; beyond, what can still be brought to zero at a rate
/// of `limit`.
double closing(double error, double gain, double limit) {
  const double linear = limit / (gain * gain);
  const double size = std::fabs(error);
  if (size <= linear) {
    return gain * error;
  }
  return std::copysign(std::sqrt(2 * limit * (size - linear / 2)), error);
}

}  // namespace

void MotionAxis::set(const AxisState& state) {
  state_ = state;
  jerk_ = 0;
}

double MotionAxis::closing_speed(double distance, double response, const AxisLimits& limits) {
  return closing(distance, response / 2, kBrakingShare * limits.acceleration);
}

void MotionAxis::approach(double goal, double goal_velocity, double response,
                          const AxisLimits& limits, double seconds) {
  const double distance = goal - state_.position;
  if (goal_velocity == 0 && std::fabs(distance) < kStillDistance &&
      std::fabs(state_.velocity) < kStillVelocity &&
      std::fabs(state_.acceleration) < kStillAcceleration) {
    set({goal, 0, 0});
    return;
  }
  drive(goal_velocity + closing_speed(distance, response, limits), response, limits, seconds);
}

void MotionAxis::drive(double velocity, double response, const AxisLimits& limits, double seconds) {
  const double wanted =
      between_borders(std::clamp(velocity, -limits.velocity, limits.velocity), response, limits);
  const double error = wanted - state_.velocity;
  if (wanted == 0 && std::fabs(error) < kStillVelocity &&
      std::fabs(state_.acceleration) < kStillAcceleration) {
    set({state_.position, 0, 0});
    return;
  }
  const double acceleration = std::clamp(closing(error, 2 * response, kBrakingShare * limits.jerk),
                                         -limits.acceleration, limits.acceleration);
  step(std::clamp((acceleration - state_.acceleration) / seconds, -limits.jerk, limits.jerk),
       seconds);
}

AxisState MotionAxis::after(double seconds) const {
  const double t = seconds;
  return {state_.position + t * (state_.velocity + t * (state_.acceleration / 2 + t * jerk_ / 6)),
          state_.velocity + t * (state_.acceleration + t * jerk_ / 2),
          state_.acceleration + t * jerk_};
}

double MotionAxis::between_borders(double velocity, double response,
                                   const AxisLimits& limits) const {
  const double slowest =
      borders_.low_velocity + closing_speed(borders_.low - state_.position, response, limits);
  const double fastest =
      borders_.high_velocity + closing_speed(borders_.high - state_.position, response, limits);
  return std::max(slowest, std::min(velocity, fastest));
}

void MotionAxis::confine() {
  if (state_.position < borders_.low) {
    set({borders_.low, borders_.low_velocity, 0});
  } else if (state_.position > borders_.high) {
    set({borders_.high, borders_.high_velocity, 0});
  }
}

void MotionAxis::step(double jerk, double seconds) {
  jerk_ = jerk;
  state_ = after(seconds);
}

}  // namespace gimbal

// One axis of a camera: position, speed and acceleration, which never jump.
#pragma once

#include <limits>

namespace gimbal {

/// In units of the axis and seconds; all positive.
struct AxisLimits {
  double velocity = 1;
  double acceleration = 2;
  double jerk = 25;
};

/// Where an axis may be, and how fast those borders move themselves.
struct AxisBorders {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  double low_velocity = 0;
  double high_velocity = 0;
};

struct AxisState {
  double position = 0;
  double velocity = 0;
  double acceleration = 0;
};

/// Moves toward a goal within limits of speed, acceleration and jerk. Close to the goal it is a
/// critically damped spring, far from it it drives as fast as it can still brake for: both its
/// speed and its acceleration follow "in proportion while small, by the square root of what is left
/// beyond" (the stopping distance at a constant deceleration).
class MotionAxis {
 public:
  const AxisState& state() const { return state_; }
  bool at_rest() const { return state_.velocity == 0 && state_.acceleration == 0; }

  /// Be there, with that motion. Values must be finite.
  void set(const AxisState& state);

  /// From now on: brakes before a border and gives way to one that comes.
  void keep_between(const AxisBorders& borders) { borders_ = borders; }

  /// The speed at which to close `distance` to a goal that stands still.
  static double closing_speed(double distance, double response, const AxisLimits& limits);

  /// One step of `seconds` toward `goal`, which itself moves at `goal_velocity`. `response` (1/s)
  /// is the angular frequency of the spring; two over it is its time constant. Ends at rest,
  /// exactly on the goal, where the goal stands still.
  void approach(double goal, double goal_velocity, double response, const AxisLimits& limits,
                double seconds);

  /// One step of `seconds` toward the speed `velocity`. Ends at rest, exactly, where that is 0.
  void drive(double velocity, double response, const AxisLimits& limits, double seconds);

  /// The state `seconds` after the last step, in the middle of the next one.
  AxisState after(double seconds) const;

  /// At a border it has run into all the same it goes with that border.
  void confine();

 private:
  double between_borders(double velocity, double response, const AxisLimits& limits) const;
  void step(double jerk, double seconds);

  AxisState state_;
  AxisBorders borders_;
  double jerk_ = 0;  // of the last step
};

}  // namespace gimbal

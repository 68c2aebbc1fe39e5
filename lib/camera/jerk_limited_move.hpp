// One axis on its way to a position or a speed, within limits of speed, acceleration and jerk.
#pragma once

#include <array>
#include <cstddef>

#include "lib/camera/motion_axis.hpp"

namespace gimbal {

/// The fastest way from a state to rest at a position, or to a speed, with a jerk that is constant
/// in pieces (the "double S" of robotics). It is worked out once and can be asked at any time, so a
/// path does not depend on how often it is looked at. A start beyond the limits is brought inside
/// them first.
class JerkLimitedMove {
 public:
  /// Rests at `position`.
  explicit JerkLimitedMove(double position = 0) : last_{position, 0, 0} {}

  /// To rest at `goal`. It passes the goal only where it is too near to brake before it.
  static JerkLimitedMove to(const AxisState& start, double goal, const AxisLimits& limits);

  /// To `speed`, and on at that speed.
  static JerkLimitedMove at_speed(const AxisState& start, double speed, const AxisLimits& limits);

  /// `time` seconds after the start.
  AxisState at(double time) const;

  /// Seconds until the goal or the speed is reached.
  double duration() const { return duration_; }

  /// The way leads past the goal and back.
  bool overshoots() const { return overshoots_; }

 private:
  struct Piece {
    double duration = 0;
    double jerk = 0;
    AxisState start;
  };

  void add(double duration, double jerk);
  void add_ramp(double speed, const AxisLimits& limits);
  double stopping_point(const AxisLimits& limits) const;

  std::array<Piece, 7> pieces_;
  std::size_t count_ = 0;
  double duration_ = 0;
  AxisState last_;  ///< where the last piece ends
  bool overshoots_ = false;
};

}  // namespace gimbal

// Two ways to drive a camera by a spring: after a filtered place, and after an estimated motion.
#pragma once

#include <array>
#include <cstddef>

#include "tests/camera/reference_axis.hpp"

namespace gimbal {

/// A critically damped spring with limits.
class LimitedSpring {
 public:
  struct Limits {
    double speed;         // crop widths a second
    double acceleration;  // crop widths / s2
    double jerk;          // crop widths / s3
  };

  LimitedSpring(double start, double frequency, const Limits& limits)
      : position_(start), frequency_(frequency), limits_(limits) {}

  double position() const { return position_; }
  double speed() const { return speed_; }

  /// A short step toward a goal that moves at `goal_speed`.
  void pull(double goal, double goal_speed, double seconds);
  void rest();

 private:
  double position_;
  double frequency_;  // 1/s
  Limits limits_;
  double speed_ = 0;
  double acceleration_ = 0;
};

/// Whether to move: a small offset that lasts starts a move, or a large one; it ends when it is
/// small and slow.
class DeadZone {
 public:
  bool moves(double offset, double speed, double seconds);

 private:
  double off_for_ = 0;  // seconds
  bool moving_ = false;
};

/// The median of three detections, a gate for jumps, a One-Euro filter (Casiez, Roussel and Vogel,
/// CHI 2012), lead room, a dead zone with hysteresis and a spring: calm, exactly still, and late.
class FilteredSpring : public ReferenceAxis {
 public:
  explicit FilteredSpring(double start);
  void observe(double time, double position) override;
  double at(double time) override;

 private:
  bool jumps(double position);
  void filter(double seconds, double position);
  void step(double now, double seconds);

  LimitedSpring spring_;
  DeadZone dead_zone_;
  std::array<double, 3> recent_;
  std::size_t count_ = 0;
  bool jumped_ = false;
  double place_;      // filtered
  double speed_ = 0;  // filtered
  double seen_at_ = 0;
  double time_ = 0;  // of the last frame
};

/// A Kalman filter of constant velocity and a spring that is fed the target's velocity. Without
/// a dead zone it is in time, and never quite still.
class KalmanSpring : public ReferenceAxis {
 public:
  KalmanSpring(double start, bool with_dead_zone);
  void observe(double time, double position) override;
  double at(double time) override;

 private:
  void begin(double position);
  void step(double now, double seconds);

  LimitedSpring spring_;
  DeadZone dead_zone_;
  bool with_dead_zone_;
  double place_;
  double speed_ = 0;
  double place_variance_ = 0;
  double covariance_ = 0;
  double speed_variance_ = 0;
  int rejected_ = 0;
  double seen_at_ = 0;
  double time_ = 0;  // of the last frame
};

}  // namespace gimbal

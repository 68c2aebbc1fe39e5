// When an axis moves after its target and when it stays where it is.
#pragma once

#include "lib/camera/follow_settings.hpp"
#include "lib/camera/motion_axis.hpp"

namespace gimbal {

/// What an axis follows.
struct AxisTarget {
  double position = 0;
  double velocity = 0;
  double error = 0;  ///< standard error of the position `start_ahead` seconds later
};

/// A move begins when the target is clearly off centre, goes one way, and ends in exact rest near
/// the target. To turn round, the camera stops first, and has to be wanted again: so it neither
/// trembles with its detections nor swings about a target that has stopped.
class FollowAxis {
 public:
  const MotionAxis& motion() const { return motion_; }
  bool moving() const { return direction_ != 0 || !motion_.at_rest(); }

  /// Be there with that motion, and go on with it if the target wants it.
  void set(const AxisState& state);

  /// One step of `seconds` after a target; `unit` is the length of a crop width.
  void follow(const AxisTarget& target, double unit, const FollowSettings& settings,
              double seconds);
  /// One step toward rest.
  void halt(double unit, const FollowSettings& settings, double seconds);
  /// One step toward a place, slowly: `response` in 1/s.
  void go_to(double position, double response, double unit, const FollowSettings& settings,
             double seconds);
  void keep_between(const AxisBorders& borders) { motion_.keep_between(borders); }
  void confine() { motion_.confine(); }

 private:
  MotionAxis motion_;
  int direction_ = 0;          // of the move, 0 while there is none
  double off_centre_for_ = 0;  // seconds
};

}  // namespace gimbal

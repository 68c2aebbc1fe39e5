// When an axis moves after its target and when it stays where it is.
#pragma once

#include "lib/camera/follow_settings.hpp"
#include "lib/camera/motion_axis.hpp"

namespace gimbal {

/// A move begins when the target is clearly off centre, goes one way, and ends in exact rest near
/// the target. To turn round, the camera stops first, and has to be wanted again: so it neither
/// trembles with its detections nor swings about a target that has stopped.
class FollowAxis {
 public:
  const MotionAxis& motion() const { return motion_; }
  bool moving() const { return direction_ != 0 || !motion_.at_rest(); }

  /// Be there with that motion, and go on with it if the target wants it.
  void set(const AxisState& state);

  /// One step of `seconds` after a target that is at `position` and moves at `velocity`; `unit` is
  /// the length of a crop width.
  void follow(double position, double velocity, double unit, const FollowSettings& settings,
              double seconds);
  /// One step toward rest.
  void halt(double unit, const FollowSettings& settings, double seconds);
  /// One step toward a place, slowly: `response` in 1/s.
  void go_to(double position, double response, double unit, const FollowSettings& settings,
             double seconds);
  void confine(double low, double high) { motion_.confine(low, high); }

 private:
  MotionAxis motion_;
  int direction_ = 0;          // of the move, 0 while there is none
  double off_centre_for_ = 0;  // seconds
};

}  // namespace gimbal

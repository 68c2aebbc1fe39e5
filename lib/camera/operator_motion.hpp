// How a camera does what an operator tells it: eased, and seen at once.
#pragma once

#include "lib/camera/camera_pose.hpp"
#include "lib/camera/camera_settings.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/jerk_limited_move.hpp"

namespace gimbal {

/// Speeds that an operator asks for.
struct OperatorSpeed {
  double x = 0;     ///< crop widths a second, right is positive
  double y = 0;     ///< crop widths a second, down is positive
  double zoom = 0;  ///< octaves a second, in is positive
};

/// One order at a time: go to a framing, go on at a speed, stop. Each begins with the pose and the
/// motion that the last one had. An order moves the picture by a pixel of the output within two
/// frames at 60 frames a second, if it asks for that much: the acceleration and the jerk that this
/// takes depend on the size of the output and the length of the way, and are raised accordingly.
class OperatorMotion {
 public:
  /// What all orders need to know.
  struct Terms {
    FramingBounds bounds;
    ManualSettings limits;
  };

  void rest(const CameraPose& pose, double time);
  /// `goal` must be inside the bounds.
  void go_to(const CameraPose& from, double time, const Framing& goal, const Terms& terms);
  /// Until `end`, then stops; before the bounds it brakes.
  void go_on(const CameraPose& from, double time, const OperatorSpeed& speed, double end,
             const Terms& terms);
  void stop(const CameraPose& from, double time, const Terms& terms);

  /// `time` must not lie before the order's or before the one last asked for.
  CameraPose at(double time);

  /// When the order has been carried out and the camera rests.
  double ends_at() const;

 private:
  struct Plan {
    JerkLimitedMove x;
    JerkLimitedMove y;
    JerkLimitedMove zoom;

    CameraPose at(double time) const { return {x.at(time), y.at(time), zoom.at(time)}; }
    double duration() const;
    bool overshoots() const { return x.overshoots() || y.overshoots() || zoom.overshoots(); }
  };

  /// Limits for each axis, in its own unit.
  struct PlanLimits {
    AxisLimits x;
    AxisLimits y;
    AxisLimits zoom;
  };

  PlanLimits limits_at(double zoom, double vigour) const;
  Plan plan_way(const CameraPose& from, const Framing& goal, double vigour) const;
  Plan plan_speed(const CameraPose& from, double vigour) const;
  double shift_in_two_frames(const CameraPose& from, const Plan& plan) const;
  template <class Planner>
  double vigour_for(const CameraPose& from, double wanted_shift, const Planner& planner) const;

  Terms terms_;
  Plan plan_;
  double start_ = 0;  // of the plan
  bool at_speed_ = false;
  OperatorSpeed speed_;
  double speed_end_ = 0;
  double vigour_ = 1;  // of the plan: its acceleration and jerk over those of the settings
};

}  // namespace gimbal

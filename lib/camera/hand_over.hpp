// From an operator's framing to a followed path, without a jump in place or speed.
#pragma once

#include "lib/camera/camera_pose.hpp"
#include "lib/camera/follow_settings.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/jerk_limited_move.hpp"

namespace gimbal {

/// What is shown is the path and a rest, the distance at the moment of the hand-over. The rest goes
/// to zero as gently as the camera follows, and the path is what it would be without it.
class HandOver {
 public:
  /// `shown` and `path`: what was shown at `time`, and what the path said.
  void begin(const CameraPose& shown, const CameraPose& path, double time,
             const FramingBounds& bounds, const FollowSettings& settings);

  /// What to show where the path says `path`.
  CameraPose shown(const CameraPose& path, double time) const;

 private:
  double start_ = 0;
  JerkLimitedMove x_;
  JerkLimitedMove y_;
  JerkLimitedMove zoom_;
};

}  // namespace gimbal

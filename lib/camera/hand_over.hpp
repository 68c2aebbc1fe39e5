// From an operator's framing to a followed path, without a jump in place or speed.
#pragma once

#include "lib/camera/camera_pose.hpp"
#include "lib/camera/follow_settings.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/jerk_limited_move.hpp"

namespace gimbal {

/// A cross-fade from the operator's motion, which comes to rest meanwhile, to the path, which is
/// what it would be without it. Both keep the crop inside its bounds, and so does every mean of the
/// two: the bounds are convex in centre and octaves.
class HandOver {
 public:
  /// The path is reached as gently as the camera follows.
  void begin(const CameraPose& shown, const CameraPose& path, double time,
             const FramingBounds& bounds, const FollowSettings& settings);

  CameraPose shown(const CameraPose& operated, const CameraPose& path, double time) const;

 private:
  double start_ = 0;
  JerkLimitedMove share_;  ///< of the operator's motion, from 1 to 0
};

}  // namespace gimbal

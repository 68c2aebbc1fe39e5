// How wide the crop is: out at once, in slowly and only in calm.
#pragma once

#include "lib/camera/follow_settings.hpp"
#include "lib/camera/motion_axis.hpp"

namespace gimbal {

/// In octaves: 0 is the largest crop, 1 half its width.
class ZoomAxis {
 public:
  const MotionAxis& motion() const { return motion_; }
  void set(const AxisState& state);

  /// One step of `seconds`. `speed` is the camera's (cw/s); `may_zoom_in` is false while the target
  /// is not seen.
  void follow(double wish, double speed, bool may_zoom_in, const FollowSettings& settings,
              double seconds);
  /// One step of `seconds` toward a zoom, slowly: `response` in 1/s.
  void go_to(double zoom, double response, const FollowSettings& settings, double seconds);
  /// One step of `seconds` toward rest.
  void halt(const FollowSettings& settings, double seconds);

 private:
  void approach(double response, const FollowSettings& settings, double seconds);
  static AxisLimits limits_of(bool in, const FollowSettings& settings);

  MotionAxis motion_;
  double chosen_ = 0;    // of what has been wished for
  double goal_ = 0;      // with what speed widens
  double calm_for_ = 0;  // seconds
};

}  // namespace gimbal

// Drives pan, tilt and zoom after what the filter knows, one step of time after the other.
#pragma once

#include "lib/camera/aim_history.hpp"
#include "lib/camera/crop_space.hpp"
#include "lib/camera/follow_axis.hpp"
#include "lib/camera/zoom_axis.hpp"

namespace gimbal {

/// In the units of CropSpace, octaves and seconds.
struct DriveState {
  AxisState x;
  AxisState y;
  AxisState zoom;

  PathSample sample() const { return {x.position, y.position, zoom.position}; }
};

class FollowDrive {
 public:
  DriveState state() const { return after(0); }
  /// The state `seconds` after the last step, in the middle of the next one.
  DriveState after(double seconds) const;
  /// The width of the crop that is shown.
  double unit() const { return unit_; }

  /// Be there with that motion. On the way home it goes on home.
  void set(const DriveState& state);

  /// There is nothing to look at: home, until something is seen.
  void dismiss() { going_home_ = true; }

  /// One step of `seconds` from `now`.
  void step(double now, double seconds, const AimHistory& history, const CropSpace& space,
            const FollowSettings& settings);

 private:
  struct Context {
    double seconds;
    const CropSpace& space;
    const FollowSettings& settings;
  };

  void follow(const AimFilter& filter, double unseen_for, const Context& context);
  void follow_axis(FollowAxis& axis, const AxisTarget& target, const Interval& border,
                   const Context& context) const;
  void go_home(const Context& context);
  void halt(const Context& context);
  void keep_between_borders(const CropSpace& space);

  FollowAxis x_;
  FollowAxis y_;
  ZoomAxis zoom_;
  double unit_ = 1;
  double wish_ = 0;  // zoom, octaves
  bool going_home_ = false;
};

}  // namespace gimbal

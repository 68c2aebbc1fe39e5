// One axis of a camera at one moment, and how it may move.
#pragma once

namespace gimbal {

/// In units of the axis and seconds.
struct AxisState {
  double position = 0;
  double velocity = 0;
  double acceleration = 0;
};

/// In units of the axis and seconds; all positive.
struct AxisLimits {
  double velocity = 1;
  double acceleration = 2;
  double jerk = 25;
};

}  // namespace gimbal

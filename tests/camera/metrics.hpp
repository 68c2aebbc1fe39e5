// How good a camera's path is, from the crops that it showed.
#pragma once

#include <vector>

#include "tests/camera/traces.hpp"

namespace gimbal {

/// One frame: the crop's centre and width, in fractions of the source.
struct ShownFrame {
  double time = 0;  ///< seconds
  double x = 0.5;
  double y = 0.5;
  double width = 1;
};

/// Lengths in widths of the crop that is shown, pan and tilt together; differences between frames
/// are taken per second.
struct PathMetrics {
  double jerk = 0;   ///< RMS, cw/s3
  double accel = 0;  ///< RMS, cw/s2
  double reversals =
      0;  ///< a second, of pan and of tilt; turns from over 0.01 cw/s to over 0.01 back
  double in_frame = 0;  ///< share of the frames that show the target
  double central = 0;   ///< share that show it in the central 70 % of width and height
  double offset = 0;    ///< RMS distance of the target from the centre, cw
  double lag = 0;       ///< s, interpolated peak of the cross-correlation of velocities
  int moving = 0;       ///< frames that show another crop than the one before
};

/// `frames` must be evenly spaced, and more than a few. Those before `from` seconds do not count.
PathMetrics measure(const std::vector<ShownFrame>& frames, const Trace& trace, double from = 2);

/// How far past its last place the target is overtaken, as a share of the way; for a step_trace.
double overshoot(const std::vector<ShownFrame>& frames, const Trace& trace);

/// RMS second difference in pixels of an output of that width, per frame squared.
double roughness(const std::vector<ShownFrame>& frames, const Trace& trace, double output_width,
                 double from = 2);

}  // namespace gimbal

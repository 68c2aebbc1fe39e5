// What a camera ought to look at, as functions of time: the truth that detections scatter about.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lib/camera/follow_path.hpp"

namespace gimbal {

/// The centre that the crop should have; fractions of the source.
struct TruePlace {
  double x = 0.5;
  double y = 0.5;
};

struct Trace {
  std::string name;
  double seconds = 0;
  double zoom = 2;  ///< the whole time
  CropGeometry geometry;
  std::function<TruePlace(double)> place;  ///< at any time

  double crop_width() const { return geometry.width / zoom; }  ///< fraction of the source's width
  /// Fraction of the source's height that is as long as a crop width.
  double crop_width_down() const { return geometry.height * geometry.aspect / zoom; }
};

/// Basketball as in a hall with one wide camera: the play stands in one half and drifts, and pans
/// to the other half with a change of possession, in the two to three seconds that players take to
/// run there. They start and stop gently, as a middle of ten players does. 120 s.
Trace basketball_trace(std::uint64_t seed);
/// The built-in court: the middle of the players with some weight on the ball. 120 s.
Trace court_trace(std::uint64_t seed);
/// Football: long slow pans, a counter attack now and then, a wide field. 120 s.
Trace soccer_trace(std::uint64_t seed);
/// Somebody at a lectern, who stands for long, steps aside, turns and comes back. 120 s.
Trace speaker_trace(std::uint64_t seed);

/// Stands still.
Trace still_trace(double seconds);
/// Stands, moves by `distance` crop widths in `duration` seconds, and stands.
Trace step_trace(double distance, double duration);
/// Moves at `speed` crop widths a second, forever.
Trace creep_trace(double speed, double seconds);

}  // namespace gimbal

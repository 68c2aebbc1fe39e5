// From where detectors want a camera to look, to a path that a camera could take.
#pragma once

#include <cstdint>
#include <memory>

#include "lib/camera/aim.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/follow_settings.hpp"

namespace gimbal {

/// Where the camera is and how it moves. Speeds and accelerations in crop widths, and octaves of
/// zoom, of what is shown; seconds.
struct PathPoint {
  Framing framing;
  double vx = 0;
  double vy = 0;
  double vzoom = 0;
  double ax = 0;
  double ay = 0;
  double azoom = 0;
  bool moving = false;  ///< false: exactly at rest
};

/// What turns fractions of the source into crop widths, and where the crop may be.
struct CropGeometry {
  double width = 1;          ///< of the crop at zoom 1, fraction of the source's width
  double height = 1;         ///< of the crop at zoom 1, fraction of the source's height
  double aspect = 16.0 / 9;  ///< the crop's width over its height, as displayed
  /// The region that the crop may not leave, fractions of the source.
  double left = 0;
  double top = 0;
  double right = 1;
  double bottom = 1;

  bool operator==(const CropGeometry&) const = default;
};

/// Integrates on PTS, on a fixed grid of time: the same path at any frame rate.
/// Not safe to share between threads. Allocates when it is made and never again.
class FollowPath {
 public:
  explicit FollowPath(const FollowSettings& settings = {});
  ~FollowPath();
  FollowPath(const FollowPath&) = delete;
  FollowPath& operator=(const FollowPath&) = delete;

  /// Any time; the path does not jump. `settings` must be in their ranges.
  void configure(const FollowSettings& settings);
  void set_geometry(const CropGeometry& geometry);

  /// Takes an aim, in any order of times. Aims later than a frame's time plus the look-ahead wait
  /// for their time; an aim that comes after later ones is used as if it had come in time, if it is
  /// not too old for that.
  void observe(const Aim& aim);

  /// The frame at `time`, not earlier than the one before.
  PathPoint at(double time);

  /// Goes on from there at `time` with that speed, whatever was before.
  void start_from(const PathPoint& point, double time);

  /// Forgets all aims; rests where it is until there are new ones. Time may go anywhere.
  void restart();

  struct Counters {
    std::uint64_t used = 0;     ///< came before they were too old
    std::uint64_t late = 0;     ///< too old, dropped
    std::uint64_t invalid = 0;  ///< not finite, dropped
  };
  Counters counters() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace gimbal

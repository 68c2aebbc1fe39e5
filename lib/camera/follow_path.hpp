// From where detectors want a camera to look, to a path that a camera could take.
#pragma once

#include <cstdint>
#include <memory>

#include "lib/camera/aim.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/crop_space.hpp"
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
  /// Before the first frame, or with another size of the source: then it rests where it is, in
  /// fractions, and forgets as `restart` does. With another region alone it goes on, within that.
  void set_geometry(const CropGeometry& geometry);

  /// Takes an aim, in any order of times. `known_at` is when it came, in the time of the newest
  /// picture then, for those who know it better than by the frames in between: with it the path is
  /// the same at any frame rate. Without it an aim counts from its own time on, or from the last
  /// frame's where that was before. An aim that comes after later ones is used as if it had come in
  /// time, if it is not too old for that.
  void observe(const Aim& aim) { observe(aim, aim.time); }
  void observe(const Aim& aim, double known_at);

  /// The frame at `time`, not earlier than the one before.
  PathPoint at(double time);

  /// Goes on from there at `time` with that speed, whatever was before.
  void start_from(const PathPoint& point, double time);

  /// Forgets all aims; rests where it is until there are new ones, or goes home if it was on its
  /// way there or the last aim that came was not present. Time may go anywhere.
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

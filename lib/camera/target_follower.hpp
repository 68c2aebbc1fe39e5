// The camera that follows: from records to the pose that it would have if nobody else steered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/camera/aim.hpp"
#include "lib/camera/camera_pose.hpp"
#include "lib/camera/camera_settings.hpp"
#include "lib/camera/follow_path.hpp"
#include "lib/camera/framer.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

class TargetFollower {
 public:
  /// True where the bounds have changed: the path then begins anew, at rest, where it was.
  bool configure(const CameraSettings& settings, const FramingBounds& bounds);

  /// An error text where the record or a time is not valid, and then nothing changes. `known_at` as
  /// in FollowPath; `shown` is what is shown now.
  std::string observe(const TrackingRecord& record, double time, double known_at,
                      const Framing& shown);

  /// At times that grow.
  CameraPose pose_at(double time);

  /// Whether something is being followed; if not, the pose leads home.
  bool has_target(double time) const;

  void start_from(const Framing& framing, double time) {
    path_.start_from({.framing = framing}, time);
  }

  /// Forgets what has been seen.
  void restart();

  std::uint64_t used() const { return observed_ - late(); }
  std::uint64_t late() const { return path_.counters().late; }
  std::uint64_t refused() const { return refused_; }

 private:
  FollowSettings settings_;
  FramingBounds bounds_;
  CropGeometry geometry_;
  Framer framer_;
  FollowPath path_;
  std::optional<Aim> newest_;
  std::uint64_t observed_ = 0;
  std::uint64_t refused_ = 0;
};

}  // namespace gimbal

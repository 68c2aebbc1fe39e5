// From what a detector saw in one picture to where the camera should look.
#pragma once

#include "lib/camera/aim.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/framing_settings.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

class Framer {
 public:
  void configure(const FramingSettings& settings) { settings_ = settings; }

  /// `record` of the picture at `time` must be valid.
  Aim aim(const TrackingRecord& record, double time, const FramingBounds& bounds);

  /// Forgets what it has seen.
  void restart() {}

 private:
  FramingSettings settings_;
};

}  // namespace gimbal

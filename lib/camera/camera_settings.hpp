// Everything that can be set on a virtual camera.
#pragma once

#include "lib/camera/camera_mode.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/follow_settings.hpp"
#include "lib/camera/framing_settings.hpp"

namespace gimbal {

/// A part of the source, in fractions of it.
struct Region {
  double x = 0;  ///< left edge, 0 to 0.9
  double y = 0;  ///< top edge, 0 to 0.9
  double w = 1;  ///< 0.1 to 1; it ends where the source ends
  double h = 1;  ///< 0.1 to 1; likewise

  bool operator==(const Region&) const = default;
};

/// How fast an operator's moves are, in crop widths (cw) and octaves of zoom; seconds. Where a
/// move would take more than two frames to be seen, it is given more acceleration and jerk.
struct ManualSettings {
  double speed = 2;              ///< cw/s, 0.01 to 10
  double acceleration = 8;       ///< cw/s2, 0.1 to 100
  double jerk = 150;             ///< cw/s3, 120 to 5000
  double zoom_speed = 1.5;       ///< octaves/s, 0.01 to 10
  double zoom_acceleration = 8;  ///< octaves/s2, 0.1 to 100
  double zoom_jerk = 150;        ///< octaves/s3, 120 to 5000
};

struct CameraSettings {
  CameraMode mode = CameraMode::kManual;
  Framing home;                ///< where it is at first, and when there is nothing to follow
  double min_zoom = kMinZoom;  ///< 1 to 16
  double max_zoom = kMaxZoom;  ///< 1 to 16, not below min_zoom
  Region region;               ///< the crop does not leave it; it zooms in as far as that takes
  double hand_back = 5;        ///< s without a command until detections steer again, 0: never
  ManualSettings manual;
  FramingSettings framing;
  FollowSettings follow;  ///< `home` above counts, not the one in there
};

}  // namespace gimbal

#include "lib/camera/target_follower.hpp"

#include <cmath>

#include "lib/tracking/record_check.hpp"

namespace gimbal {

bool TargetFollower::configure(const CameraSettings& settings, const FramingBounds& bounds) {
  settings_ = settings.follow;
  settings_.home = bounds.clamp(settings.home);
  bounds_ = bounds;
  framer_.configure(settings.framing);
  path_.configure(settings_);
  const CropGeometry geometry = bounds.geometry();
  if (geometry == geometry_) {
    return false;
  }
  geometry_ = geometry;
  path_.set_geometry(geometry);
  return true;
}

std::string TargetFollower::observe(const TrackingRecord& record, double time, double known_at,
                                    const Framing& shown) {
  std::string error = check_record(record);
  if (error.empty() && !(std::isfinite(time) && std::isfinite(known_at))) {
    error = "the time of a tracking record must be a number";
  }
  if (!error.empty()) {
    ++refused_;
    return error;
  }
  ++observed_;
  const std::optional<Aim> aim = framer_.aim(record, time, bounds_, shown);
  if (aim) {
    path_.observe(*aim, known_at);
    if (!newest_ || aim->time >= newest_->time) {
      newest_ = aim;
    }
  }
  return "";
}

CameraPose TargetFollower::pose_at(double time) {
  const PathPoint point = path_.at(time);
  const Framing& framing = point.framing;
  const double x = bounds_.unit_x(framing.zoom);
  const double y = bounds_.unit_y(framing.zoom);
  return {{framing.center_x, x * point.vx, x * point.ax},
          {framing.center_y, y * point.vy, y * point.ay},
          {std::log2(framing.zoom), point.vzoom, point.azoom}};
}

bool TargetFollower::has_target(double time) const {
  const double patience = settings_.coast_time + settings_.fade_time + settings_.hold_time;
  return newest_ && newest_->present && time - newest_->time <= patience;
}

void TargetFollower::restart() {
  framer_.restart();
  path_.restart();
  newest_.reset();
}

}  // namespace gimbal

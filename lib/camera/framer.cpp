#include "lib/camera/framer.hpp"

namespace gimbal {

Aim Framer::aim(const TrackingRecord& record, double time, const FramingBounds& bounds) {
  Aim aim;
  aim.time = time;
  if (record.fallback_active || record.tracking_state == "lost") {
    return aim;
  }
  (void)bounds;
  aim.zoom = record.target_zoom.value_or(0);
  if (record.target_x && record.target_y) {
    aim.present = true;
    aim.center_x = *record.target_x;
    aim.center_y = *record.target_y;
    return aim;
  }
  aim.present = !record.targets.empty();
  aim.center_x = aim.center_y = aim.present ? 0 : 0.5;
  for (const TrackedTarget& target : record.targets) {
    aim.center_x += target.x / static_cast<double>(record.targets.size());
    aim.center_y += target.y / static_cast<double>(record.targets.size());
  }
  return aim;
}

}  // namespace gimbal

#include "lib/camera/hand_over.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

AxisState difference(const AxisState& a, const AxisState& b) {
  return {a.position - b.position, a.velocity - b.velocity, a.acceleration - b.acceleration};
}

AxisState sum(const AxisState& a, const AxisState& b) {
  return {a.position + b.position, a.velocity + b.velocity, a.acceleration + b.acceleration};
}

JerkLimitedMove to_zero(const AxisState& shown, const AxisState& path, double unit,
                        const AxisLimits& limits) {
  return JerkLimitedMove::to(
      difference(shown, path), 0,
      {limits.velocity * unit, limits.acceleration * unit, limits.jerk * unit});
}

}  // namespace

void HandOver::begin(const CameraPose& shown, const CameraPose& path, double time,
                     const FramingBounds& bounds, const FollowSettings& settings) {
  const AxisLimits pan{settings.max_speed, settings.max_acceleration, settings.max_jerk};
  const AxisLimits octaves{settings.zoom_out_speed, settings.zoom_acceleration, settings.zoom_jerk};
  const double nearer = std::exp2(std::max(shown.zoom.position, path.zoom.position));
  start_ = time;
  x_ = to_zero(shown.x, path.x, bounds.unit_x(nearer), pan);
  y_ = to_zero(shown.y, path.y, bounds.unit_y(nearer), pan);
  zoom_ = to_zero(shown.zoom, path.zoom, 1, octaves);
}

CameraPose HandOver::shown(const CameraPose& path, double time) const {
  const double t = time - start_;
  return {sum(path.x, x_.at(t)), sum(path.y, y_.at(t)), sum(path.zoom, zoom_.at(t))};
}

}  // namespace gimbal

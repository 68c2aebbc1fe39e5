#include "lib/camera/hand_over.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

/// Of the share. However short the way is, the operator's motion has to end first and the speeds
/// have to be matched: 1.6 s.
constexpr AxisLimits kQuickest{1, 3, 12};

AxisLimits slower(const AxisLimits& a, const AxisLimits& b) {
  return {std::min(a.velocity, b.velocity), std::min(a.acceleration, b.acceleration),
          std::min(a.jerk, b.jerk)};
}

AxisLimits over(const AxisLimits& limits, double way) {
  const double length = std::max(std::abs(way), 1e-9);
  return {limits.velocity / length, limits.acceleration / length, limits.jerk / length};
}

/// The mean of two motions is a motion: product rule.
AxisState mean(const AxisState& a, const AxisState& b, const AxisState& share) {
  const double s = share.position;
  const double way = a.position - b.position;
  const double speed = a.velocity - b.velocity;
  return {b.position + s * way, (1 - s) * b.velocity + s * a.velocity + share.velocity * way,
          (1 - s) * b.acceleration + s * a.acceleration + 2 * share.velocity * speed +
              share.acceleration * way};
}

}  // namespace

void HandOver::begin(const CameraPose& shown, const CameraPose& path, double time,
                     const FramingBounds& bounds, const FollowSettings& settings) {
  const AxisLimits pan{settings.max_speed, settings.max_acceleration, settings.max_jerk};
  const AxisLimits octaves{settings.zoom_out_speed, settings.zoom_acceleration, settings.zoom_jerk};
  const double nearer = std::exp2(std::max(shown.zoom.position, path.zoom.position));
  const double x = (shown.x.position - path.x.position) / bounds.unit_x(nearer);
  const double y = (shown.y.position - path.y.position) / bounds.unit_y(nearer);
  const AxisLimits limits = slower(slower(kQuickest, over(pan, std::hypot(x, y))),
                                   over(octaves, shown.zoom.position - path.zoom.position));
  start_ = time;
  share_ = JerkLimitedMove::to({1, 0, 0}, 0, limits);
}

CameraPose HandOver::shown(const CameraPose& operated, const CameraPose& path, double time) const {
  const AxisState share = share_.at(time - start_);
  return {mean(operated.x, path.x, share), mean(operated.y, path.y, share),
          mean(operated.zoom, path.zoom, share)};
}

}  // namespace gimbal

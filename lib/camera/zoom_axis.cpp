#include "lib/camera/zoom_axis.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

void ZoomAxis::set(const AxisState& state) {
  motion_.set(state);
  chosen_ = goal_ = state.position;
  calm_for_ = 0;
}

void ZoomAxis::follow(double wish, double speed, bool may_zoom_in, const FollowSettings& settings,
                      double seconds) {
  calm_for_ = speed < settings.calm_speed ? calm_for_ + seconds : 0;
  const double hurry = std::clamp(
      (speed - settings.calm_speed) / std::max(settings.max_speed - settings.calm_speed, 1e-6), 0.0,
      1.0);
  const bool may_come_in = may_zoom_in && calm_for_ > settings.zoom_in_after;
  if (wish < chosen_ + std::log2(settings.zoom_out_from) ||
      (may_come_in && wish > chosen_ + std::log2(settings.zoom_in_from))) {
    chosen_ = wish;
  }
  // What speed has widened calm takes back, all of it: a crop that stayed wider would be stopped by
  // the border before its target is in the middle.
  const double wanted = std::max(0.0, chosen_ - hurry * std::log2(settings.speed_widening));
  if (wanted < goal_ + std::log2(settings.zoom_out_from) || may_come_in) {
    goal_ = wanted;
  }
  if (!may_zoom_in) {
    goal_ = std::min(goal_, motion_.state().position);
  }
  approach(settings.zoom_response, settings, seconds);
}

void ZoomAxis::go_to(double zoom, double response, const FollowSettings& settings, double seconds) {
  chosen_ = goal_ = zoom;
  calm_for_ = 0;
  approach(response, settings, seconds);
}

void ZoomAxis::halt(const FollowSettings& settings, double seconds) {
  calm_for_ = 0;
  motion_.drive(0, settings.zoom_response, limits_of(false, settings), seconds);
  chosen_ = goal_ = motion_.state().position;
}

void ZoomAxis::approach(double response, const FollowSettings& settings, double seconds) {
  const bool in = goal_ > motion_.state().position;
  motion_.approach(goal_, 0, response, limits_of(in, settings), seconds);
}

AxisLimits ZoomAxis::limits_of(bool in, const FollowSettings& settings) {
  return {in ? settings.zoom_in_speed : settings.zoom_out_speed, settings.zoom_acceleration,
          settings.zoom_jerk};
}

}  // namespace gimbal

#include "lib/camera/operator_motion.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

/// Output pixels that have to be seen within two frames, with something to spare.
constexpr double kSeenShift = 1.1;

/// Between frames, seconds. Not the stream's own: the way must not depend on the frame rate.
constexpr double kFrameInterval = 1.0 / 60;

AxisLimits scaled(const AxisLimits& limits, double length, double vigour) {
  return {limits.velocity * length, limits.acceleration * length * vigour,
          limits.jerk * length * vigour};
}

/// How fast a whole way may be gone, where a part of it is `length`: times 1, not a length.
AxisLimits along(const AxisLimits& limits, double length) {
  return {limits.velocity / length, limits.acceleration / length, limits.jerk / length};
}

AxisLimits slower(const AxisLimits& a, const AxisLimits& b) {
  return {std::min(a.velocity, b.velocity), std::min(a.acceleration, b.acceleration),
          std::min(a.jerk, b.jerk)};
}

/// The same way in step with the other axes, so that from rest all of it is straight; unless the
/// axis is moving so that it then could not brake, or would be late.
JerkLimitedMove in_step(const JerkLimitedMove& quick, const AxisState& start, double goal,
                        const AxisLimits& whole_way, double longest) {
  const double length = std::abs(goal - start.position);
  if (length == 0) {
    return quick;
  }
  const JerkLimitedMove slow = JerkLimitedMove::to(start, goal, scaled(whole_way, length, 1));
  const double late = 1.5 * longest;
  return slow.overshoots() || slow.duration() > late ? quick : slow;
}

/// At `speed` toward the border that lies there, so that it is braked for; or to rest.
JerkLimitedMove toward_border(const AxisState& start, double speed, const CenterRange& range,
                              AxisLimits limits) {
  if (speed == 0) {
    return JerkLimitedMove::at_speed(start, 0, limits);
  }
  limits.velocity = std::min(limits.velocity, std::abs(speed));
  return JerkLimitedMove::to(start, speed > 0 ? range.high : range.low, limits);
}

}  // namespace

double OperatorMotion::Plan::duration() const {
  return std::max({x.duration(), y.duration(), zoom.duration()});
}

OperatorMotion::PlanLimits OperatorMotion::limits_at(double zoom, double vigour) const {
  const ManualSettings& m = terms_.limits;
  const AxisLimits pan{m.speed, m.acceleration, m.jerk};
  return {scaled(pan, terms_.bounds.unit_x(zoom), vigour),
          scaled(pan, terms_.bounds.unit_y(zoom), vigour),
          scaled({m.zoom_speed, m.zoom_acceleration, m.zoom_jerk}, 1, vigour)};
}

/// Lengths are measured in the smaller of the two crops: nowhere on the way are they exceeded.
OperatorMotion::Plan OperatorMotion::plan_way(const CameraPose& from, const Framing& goal,
                                              double vigour) const {
  const double octaves = std::log2(goal.zoom);
  const PlanLimits limits = limits_at(std::exp2(std::max(octaves, from.zoom.position)), vigour);
  const Plan quick{JerkLimitedMove::to(from.x, goal.center_x, limits.x),
                   JerkLimitedMove::to(from.y, goal.center_y, limits.y),
                   JerkLimitedMove::to(from.zoom, octaves, limits.zoom)};
  AxisLimits whole{1e9, 1e9, 1e9};
  const auto slow_down = [&](const AxisState& start, double end, const AxisLimits& axis) {
    if (end != start.position) {
      whole = slower(whole, along(axis, std::abs(end - start.position)));
    }
  };
  slow_down(from.x, goal.center_x, limits.x);
  slow_down(from.y, goal.center_y, limits.y);
  slow_down(from.zoom, octaves, limits.zoom);
  const double longest = quick.duration();
  return {in_step(quick.x, from.x, goal.center_x, whole, longest),
          in_step(quick.y, from.y, goal.center_y, whole, longest),
          in_step(quick.zoom, from.zoom, octaves, whole, longest)};
}

OperatorMotion::Plan OperatorMotion::plan_speed(const CameraPose& from, double vigour) const {
  const double zoom = std::exp2(from.zoom.position);
  const PlanLimits limits = limits_at(zoom, vigour);
  const FramingBounds& bounds = terms_.bounds;
  const CenterRange octaves{std::log2(bounds.min_zoom()), std::log2(bounds.max_zoom())};
  return {toward_border(from.x, speed_.x * bounds.unit_x(zoom), bounds.range_x(zoom), limits.x),
          toward_border(from.y, speed_.y * bounds.unit_y(zoom), bounds.range_y(zoom), limits.y),
          toward_border(from.zoom, speed_.zoom, octaves, limits.zoom)};
}

double OperatorMotion::shift_in_two_frames(const CameraPose& from, const Plan& plan) const {
  const FramingBounds& bounds = terms_.bounds;
  const CropRect before = bounds.crop(bounds.clamp(from.framing()));
  const auto shift = [&](double frames) {
    const Framing then = plan.at(frames * kFrameInterval).framing();
    return bounds.shift(before, bounds.crop(bounds.clamp(then)));
  };
  return std::max(shift(1), shift(2));
}

/// How many times the acceleration and the jerk have to be what the settings say. An order that was
/// urgent may leave more motion than a calm one can brake: then this one is as urgent.
template <class Planner>
double OperatorMotion::vigour_for(const CameraPose& from, double wanted_shift,
                                  const Planner& planner) const {
  constexpr double kLimit = 1000;
  double vigour = 1;
  while (vigour < kLimit) {
    const Plan plan = planner(vigour);
    const bool seen = shift_in_two_frames(from, plan) >= wanted_shift;
    if (seen && !(plan.overshoots() && vigour < vigour_)) {
      return vigour;
    }
    vigour *= 1.25;
  }
  return vigour;
}

void OperatorMotion::rest(const CameraPose& pose, double time) {
  start_ = time;
  plan_ = {JerkLimitedMove(pose.x.position), JerkLimitedMove(pose.y.position),
           JerkLimitedMove(pose.zoom.position)};
  at_speed_ = false;
  vigour_ = 1;
}

void OperatorMotion::go_to(const CameraPose& from, double time, const Framing& goal,
                           const Terms& terms) {
  terms_ = terms;
  const FramingBounds& bounds = terms.bounds;
  const double whole =
      bounds.shift(bounds.crop(bounds.clamp(from.framing())), bounds.crop(bounds.clamp(goal)));
  const auto planner = [&](double vigour) { return plan_way(from, goal, vigour); };
  vigour_ = vigour_for(from, std::min(kSeenShift, whole * (1 - 1e-6)), planner);
  plan_ = planner(vigour_);
  start_ = time;
  at_speed_ = false;
}

void OperatorMotion::go_on(const CameraPose& from, double time, const OperatorSpeed& speed,
                           double end, const Terms& terms) {
  terms_ = terms;
  speed_ = speed;
  speed_end_ = end;
  // Half of what it would be at full speed from the first moment on.
  const double unhurried = 0.5;
  const auto planner = [&](double vigour) { return plan_speed(from, vigour); };
  const double at_once = shift_in_two_frames(from, planner(1e6));
  vigour_ = vigour_for(from, std::min(kSeenShift, unhurried * at_once), planner);
  plan_ = planner(vigour_);
  start_ = time;
  at_speed_ = true;
}

void OperatorMotion::stop(const CameraPose& from, double time, const Terms& terms) {
  terms_ = terms;
  const PlanLimits limits = limits_at(std::exp2(from.zoom.position), vigour_);
  plan_ = {JerkLimitedMove::at_speed(from.x, 0, limits.x),
           JerkLimitedMove::at_speed(from.y, 0, limits.y),
           JerkLimitedMove::at_speed(from.zoom, 0, limits.zoom)};
  start_ = time;
  at_speed_ = false;
}

CameraPose OperatorMotion::at(double time) {
  if (at_speed_ && time >= speed_end_) {
    const double end = std::max(speed_end_, start_);
    stop(plan_.at(end - start_), end, terms_);
  }
  const CameraPose pose = plan_.at(time - start_);
  if (at_speed_ && speed_.zoom != 0) {
    // What a crop width is and where the borders are changes with the zoom.
    plan_ = plan_speed(pose, vigour_);
    start_ = time;
  }
  return pose;
}

double OperatorMotion::ends_at() const {
  return at_speed_ ? speed_end_ : start_ + plan_.duration();
}

}  // namespace gimbal

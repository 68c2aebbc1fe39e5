#include "lib/camera/follow_drive.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

DriveState FollowDrive::after(double seconds) const {
  return {x_.motion().after(seconds), y_.motion().after(seconds), zoom_.motion().after(seconds)};
}

void FollowDrive::set(const DriveState& state) {
  x_.set(state.x);
  y_.set(state.y);
  zoom_.set(state.zoom);
  wish_ = state.zoom.position;
  unit_ = std::exp2(-state.zoom.position);
}

void FollowDrive::step(double now, double seconds, const AimHistory& history,
                       const CropSpace& space, const FollowSettings& settings) {
  const Context context{seconds, space, settings};
  keep_between_borders(space);
  const AimFilter& filter = history.filter();
  const PlacedAim* newest = history.newest();
  const bool dismissed = newest != nullptr && !newest->present;
  if (newest != nullptr && newest->present && newest->wants_zoom) {
    wish_ = newest->log_zoom;
  }
  const double unseen_for = filter.valid() ? now - filter.time() : 0;
  const bool lost = unseen_for > settings.coast_time + settings.fade_time + settings.hold_time;
  if (dismissed || lost || (going_home_ && !filter.valid())) {
    go_home(context);
  } else if (filter.valid()) {
    follow(filter, unseen_for, context);
  } else {
    halt(context);
  }
  unit_ = std::exp2(-zoom_.motion().state().position);
  keep_between_borders(space);
  x_.confine();
  y_.confine();
}

void FollowDrive::follow(const AimFilter& filter, double unseen_for, const Context& context) {
  const FollowSettings& settings = context.settings;
  going_home_ = false;
  // On at full speed while it coasts, then slower and slower.
  const double fade = std::max(settings.fade_time, 1e-6);
  const double faded = std::clamp(unseen_for - settings.coast_time, 0.0, fade);
  const double ran = std::min(unseen_for, settings.coast_time) + faded - faded * faded / (2 * fade);
  const double share = 1 - faded / fade;
  // Back to now from a detection that is still to come, else on to now from one that is past.
  const double ahead = unseen_for < 0 ? unseen_for : settings.prediction * ran;
  const PlanePoint seen = filter.position();
  const PlanePoint velocity = filter.velocity();
  const PlanePoint error = filter.error_after(ahead + settings.start_ahead);
  follow_axis(x_, {seen.x + ahead * velocity.x, share * velocity.x, error.x},
              context.space.across(unit_), context);
  follow_axis(y_, {seen.y + ahead * velocity.y, share * velocity.y, error.y},
              context.space.down(unit_), context);
  const double speed =
      std::hypot(x_.motion().state().velocity, y_.motion().state().velocity) / unit_;
  zoom_.follow(wish_, speed, unseen_for < settings.coast_time, settings, context.seconds);
}

void FollowDrive::follow_axis(FollowAxis& axis, const AxisTarget& target, const Interval& border,
                              const Context& context) const {
  const FollowSettings& settings = context.settings;
  // Lead room only where the speed is beyond doubt, or noise would move a camera at rest.
  const double velocity = target.velocity;
  const double sure = std::clamp(std::fabs(velocity) / (unit_ * settings.lead_speed) - 1, 0.0, 1.0);
  const double limit = unit_ * settings.lead_limit;
  const double goal =
      target.position + std::clamp(sure * settings.lead_time * velocity, -limit, limit);
  const double inside = std::clamp(goal, border.low, border.high);
  axis.follow({inside, inside == goal ? velocity : 0, target.error}, unit_, settings,
              context.seconds);
}

void FollowDrive::go_home(const Context& context) {
  const FollowSettings& settings = context.settings;
  // A critically damped spring is within a fiftieth of its goal after 5.8 over its frequency.
  const double response = 5.8 / settings.return_time;
  const PathSample home = context.space.sample(settings.home);
  x_.go_to(home.x, response, unit_, settings, context.seconds);
  y_.go_to(home.y, response, unit_, settings, context.seconds);
  zoom_.go_to(home.zoom, response, settings, context.seconds);
  wish_ = home.zoom;
  going_home_ = true;
}

void FollowDrive::halt(const Context& context) {
  x_.halt(unit_, context.settings, context.seconds);
  y_.halt(unit_, context.settings, context.seconds);
  zoom_.halt(context.settings, context.seconds);
}

void FollowDrive::keep_between_borders(const CropSpace& space) {
  constexpr double kInstant = 1e-4;  // seconds
  const double soon = std::exp2(-zoom_.motion().after(kInstant).position);
  const auto moving = [](const Interval& now, const Interval& then) {
    return AxisBorders{now.low, now.high, (then.low - now.low) / kInstant,
                       (then.high - now.high) / kInstant};
  };
  x_.keep_between(moving(space.across(unit_), space.across(soon)));
  y_.keep_between(moving(space.down(unit_), space.down(soon)));
}

}  // namespace gimbal

#include "lib/camera/follow_path.hpp"

#include <algorithm>
#include <cmath>

#include "lib/camera/aim_history.hpp"
#include "lib/camera/follow_axis.hpp"
#include "lib/camera/path_smoother.hpp"
#include "lib/camera/zoom_axis.hpp"

namespace gimbal {

namespace {

constexpr double kStep = 1.0 / 120;     // of the grid of time, seconds
constexpr double kLongestGap = 2;       // between frames, seconds; beyond it time has jumped
constexpr double kMostLookahead = 1.5;  // seconds
// How late the path is behind the target, most of which is the detector. With look-ahead that is
// made good first, and what is left is averaged over.
constexpr double kPathDelay = 0.23;     // seconds
constexpr double kMostSmoothing = 0.6;  // seconds, to each side

double saturate(double value) {
  return std::clamp(value, 0.0, 1.0);
}

bool finite(const Aim& aim) {
  return std::isfinite(aim.time) && std::isfinite(aim.center_x) && std::isfinite(aim.center_y) &&
         std::isfinite(aim.zoom) && aim.zoom >= 0;
}

}  // namespace

/// Positions are in widths of the crop at zoom 1, so that they do not change with the zoom; `unit`
/// is the width of the crop that is shown, in the same.
class FollowPath::State {
 public:
  explicit State(const FollowSettings& settings) : settings_(settings) { rest_at(settings.home); }

  void configure(const FollowSettings& settings) { settings_ = settings; }

  void set_geometry(const CropGeometry& geometry) {
    const Framing framing = framing_of(head());
    geometry_ = geometry;
    history_.clear();
    rest_at(framing);
  }

  void observe(const Aim& aim) {
    if (!finite(aim)) {
      ++counters_.invalid;
      return;
    }
    const PlacedAim placed{aim.time,
                           aim.present,
                           place(aim.center_x, aim.center_y),
                           unit(),
                           aim.zoom > 0 ? std::log2(std::clamp(aim.zoom, kMinZoom, kMaxZoom)) : 0,
                           aim.zoom > 0};
    ++(history_.add(placed, settings_) ? counters_.used : counters_.late);
  }

  PathPoint at(double time) {
    const double head_time = time + lookahead();
    if (!running_ || head_time - step_time(number_) > kLongestGap ||
        head_time < step_time(number_)) {
      begin_at(head_time);
    }
    while (step_time(number_ + 1) <= head_time) {
      history_.advance(step_time(number_), settings_);
      step(step_time(number_));
      ++number_;
      smoother_.add(number_, head());
    }
    return lookahead() > 0 ? smoothed(time) : live(head_time);
  }

  void start_from(const PathPoint& point, double time) {
    const double head_time = time + lookahead();
    const double unit = std::exp2(-std::log2(point.framing.zoom));
    const PlanePoint position = place(point.framing.center_x, point.framing.center_y);
    x_.set({position.x, unit * point.vx, unit * point.ax});
    y_.set({position.y, unit * point.vy, unit * point.ay});
    zoom_.set({std::log2(point.framing.zoom), point.vzoom, point.azoom});
    wish_ = std::log2(point.framing.zoom);
    begin_at(head_time);
  }

  void restart() {
    history_.clear();
    rest_at(framing_of(head()));
    running_ = false;
  }

  Counters counters() const { return counters_; }

 private:
  static double step_time(long long number) { return static_cast<double>(number) * kStep; }
  double lookahead() const { return std::clamp(settings_.lookahead, 0.0, kMostLookahead); }
  double unit() const { return std::exp2(-zoom_.motion().state().position); }

  PlanePoint place(double center_x, double center_y) const {
    return {center_x / geometry_.width, center_y / (geometry_.height * geometry_.aspect)};
  }

  PathSample head() const {
    return {x_.motion().state().position, y_.motion().state().position,
            zoom_.motion().state().position};
  }

  Framing framing_of(const PathSample& sample) const {
    return {sample.x * geometry_.width, sample.y * geometry_.height * geometry_.aspect,
            std::exp2(sample.zoom)};
  }

  void rest_at(const Framing& framing) {
    const PlanePoint position = place(framing.center_x, framing.center_y);
    x_.set({position.x, 0, 0});
    y_.set({position.y, 0, 0});
    zoom_.set({std::log2(framing.zoom), 0, 0});
    wish_ = std::log2(framing.zoom);
    smoother_.clear();
    running_ = false;
  }

  void begin_at(double head_time) {
    number_ = static_cast<long long>(std::floor(head_time / kStep));
    smoother_.clear();
    smoother_.add(number_, head());
    running_ = true;
  }

  /// The grid's next step, with what is known at `now`.
  void step(double now) {
    const PlacedAim* newest = history_.newest();
    const AimFilter& filter = history_.filter();
    const bool dismissed = newest != nullptr && !newest->present;
    if (newest != nullptr && newest->present && newest->wants_zoom) {
      wish_ = newest->log_zoom;
    }
    const double unseen_for = filter.valid() ? now - filter.time() : 0;
    const double coast_end = settings_.coast_time + settings_.fade_time;
    if (dismissed || (filter.valid() && unseen_for > coast_end + settings_.hold_time)) {
      go_home();
    } else if (!filter.valid()) {
      x_.halt(unit(), settings_, kStep);
      y_.halt(unit(), settings_, kStep);
      zoom_.go_to(zoom_.motion().state().position, settings_.zoom_response, settings_, kStep);
    } else {
      follow(filter, unseen_for);
    }
    confine();
  }

  void follow(const AimFilter& filter, double unseen_for) {
    // Full speed while it coasts, then less and less.
    const double fade = std::max(settings_.fade_time, 1e-6);
    const double fading = std::clamp(unseen_for - settings_.coast_time, 0.0, fade);
    const double ran =
        std::min(unseen_for, settings_.coast_time) + fading - fading * fading / (2 * fade);
    const double share = 1 - fading / fade;
    const PlanePoint position = filter.position();
    const PlanePoint velocity = filter.velocity();
    const double u = unit();
    follow_axis(x_, position.x + ran * velocity.x, share * velocity.x, u, border_x());
    follow_axis(y_, position.y + ran * velocity.y, share * velocity.y, u, border_y());
    const double speed = std::hypot(x_.motion().state().velocity, y_.motion().state().velocity) / u;
    zoom_.follow(wish_, speed, unseen_for < settings_.coast_time, settings_, kStep);
  }

  struct Border {
    double low;
    double high;
  };

  static Border border(double low, double high, double size) {
    return high - low > size ? Border{low + size / 2, high - size / 2}
                             : Border{(low + high) / 2, (low + high) / 2};
  }
  Border border_x() const {
    return border(geometry_.left / geometry_.width, geometry_.right / geometry_.width, unit());
  }
  Border border_y() const {
    const double height = geometry_.height * geometry_.aspect;
    return border(geometry_.top / height, geometry_.bottom / height, unit() / geometry_.aspect);
  }

  void follow_axis(FollowAxis& axis, double position, double velocity, double unit,
                   const Border& border) const {
    const double speed = std::fabs(velocity) / unit;
    const double confidence =
        saturate((speed - settings_.lead_speed) / std::max(settings_.lead_speed, 1e-6));
    const double lead = std::clamp(confidence * settings_.lead_time * velocity,
                                   -unit * settings_.lead_limit, unit * settings_.lead_limit);
    const double goal = std::clamp(position + lead, border.low, border.high);
    axis.follow(goal, goal == position + lead ? velocity : 0, unit, settings_, kStep);
  }

  void go_home() {
    // A critically damped spring is within a fiftieth of its goal after 5.8 over its frequency.
    const double response = 5.8 / settings_.return_time;
    const PlanePoint home = place(settings_.home.center_x, settings_.home.center_y);
    x_.go_to(home.x, response, unit(), settings_, kStep);
    y_.go_to(home.y, response, unit(), settings_, kStep);
    wish_ = std::log2(settings_.home.zoom);
    zoom_.go_to(wish_, response, settings_, kStep);
  }

  void confine() {
    const Border x = border_x();
    const Border y = border_y();
    x_.confine(x.low, x.high);
    y_.confine(y.low, y.high);
  }

  PathPoint live(double time) const {
    const double rest = time - step_time(number_);
    const AxisState x = x_.motion().after(rest);
    const AxisState y = y_.motion().after(rest);
    const AxisState zoom = zoom_.motion().after(rest);
    const double u = std::exp2(-zoom.position);
    return {framing_of({x.position, y.position, zoom.position}),
            x.velocity / u,
            y.velocity / u,
            zoom.velocity,
            x.acceleration / u,
            y.acceleration / u,
            zoom.acceleration,
            x.velocity != 0 || y.velocity != 0 || zoom.velocity != 0};
  }

  PathPoint smoothed(double time) const {
    const double middle = time + std::min(kPathDelay, lookahead());
    const double half_width = std::min(time + lookahead() - middle, kMostSmoothing);
    constexpr double kShort = kStep;  // for differences
    const PathSample before = smoother_.mean(middle - kShort, half_width);
    const PathSample now = smoother_.mean(middle, half_width);
    const PathSample after = smoother_.mean(middle + kShort, half_width);
    const double u = std::exp2(-now.zoom);
    const auto velocity = [](double a, double b) { return (b - a) / (2 * kShort); };
    const auto acceleration = [](double a, double b, double c) {
      return (a - 2 * b + c) / (kShort * kShort);
    };
    PathPoint point;
    point.framing = framing_of(now);
    point.vx = velocity(before.x, after.x) / u;
    point.vy = velocity(before.y, after.y) / u;
    point.vzoom = velocity(before.zoom, after.zoom);
    point.ax = acceleration(before.x, now.x, after.x) / u;
    point.ay = acceleration(before.y, now.y, after.y) / u;
    point.azoom = acceleration(before.zoom, now.zoom, after.zoom);
    point.moving = before != now || after != now;
    return point;
  }

  FollowSettings settings_;
  CropGeometry geometry_;
  AimHistory history_;
  FollowAxis x_;
  FollowAxis y_;
  ZoomAxis zoom_;
  double wish_ = 0;  // zoom, octaves
  PathSmoother smoother_{kMostLookahead + kMostSmoothing, kStep};
  long long number_ = 0;  // of the grid's step that the axes are at
  bool running_ = false;
  Counters counters_;
};

FollowPath::FollowPath(const FollowSettings& settings)
    : state_(std::make_unique<State>(settings)) {}
FollowPath::~FollowPath() = default;

void FollowPath::configure(const FollowSettings& settings) {
  state_->configure(settings);
}
void FollowPath::set_geometry(const CropGeometry& geometry) {
  state_->set_geometry(geometry);
}
void FollowPath::observe(const Aim& aim) {
  state_->observe(aim);
}
PathPoint FollowPath::at(double time) {
  return state_->at(time);
}
void FollowPath::start_from(const PathPoint& point, double time) {
  state_->start_from(point, time);
}
void FollowPath::restart() {
  state_->restart();
}
FollowPath::Counters FollowPath::counters() const {
  return state_->counters();
}

}  // namespace gimbal

#include "lib/camera/follow_path.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "lib/camera/aim_history.hpp"
#include "lib/camera/follow_drive.hpp"
#include "lib/camera/path_smoother.hpp"

namespace gimbal {

namespace {

constexpr double kStep = 1.0 / 120;  // of the grid of time, seconds
// Detections that are later than this cost look-ahead, and how fast that is made use of: the path
// stays smooth while a detector gets slower.
constexpr double kFreeLatency = 0.1;       // seconds
constexpr double kLatencyShare = 0.05;     // of the mean, for the newest detection
constexpr double kLookaheadChange = 0.05;  // seconds a second
constexpr double kLongestGap = 2;          // between frames, seconds; beyond it time has jumped
constexpr double kMostSmoothing = 0.6;     // seconds, to each side
constexpr double kMostAhead = 1.5;         // seconds
constexpr double kMostForesight = 0.3;     // seconds
constexpr std::size_t kMostPending = 200;

bool usable(const Aim& aim) {
  return std::isfinite(aim.time) && std::isfinite(aim.center_x) && std::isfinite(aim.center_y) &&
         std::isfinite(aim.zoom) && aim.zoom >= 0;
}

double step_time(long long number) {
  return static_cast<double>(number) * kStep;
}

}  // namespace

/// A drive goes ahead of the picture by the look-ahead, as if it were live, less what detections
/// come too late. It is late by its lag, so that much of the look-ahead makes its path timely; over
/// what is left, as much to either side, the path is averaged. If more is left than that needs, the
/// drive knows of detections that are still to come: a target that jumps is found again in time.
class FollowPath::State {
 public:
  explicit State(const FollowSettings& settings) : settings_(settings) {
    look_ahead(settings.lookahead);
    pending_.reserve(kMostPending);
    rest_at(settings.home);
  }

  void configure(const FollowSettings& settings) {
    const bool other_lookahead =
        settings.lookahead != settings_.lookahead || settings.path_lag != settings_.path_lag;
    settings_ = settings;
    look_ahead(other_lookahead ? useful_lookahead() : lookahead_);
    if (other_lookahead && running_) {
      start_from(shown_, shown_time_);
    }
  }

  void set_geometry(const CropGeometry& geometry) {
    const Framing framing = running_ ? shown_.framing : space_.framing(drive_.state().sample());
    if (geometry == space_.geometry()) {
      return;
    }
    if (geometry.same_crop(space_.geometry())) {
      space_ = CropSpace(geometry);
      return;
    }
    space_ = CropSpace(geometry);
    forget();
    rest_at(framing);
  }

  void observe(const Aim& aim, double known_at) {
    if (!usable(aim) || !std::isfinite(known_at)) {
      ++counters_.invalid;
      return;
    }
    dismissed_ = !aim.present;
    note_latency(known_at - aim.time, aim.time);
    const PlacedAim placed{aim.time,
                           aim.present,
                           space_.place(aim.center_x, aim.center_y),
                           1,
                           aim.zoom > 0 ? std::log2(std::clamp(aim.zoom, kMinZoom, kMaxZoom)) : 0,
                           aim.zoom > 0};
    // The drive need not be as far ahead as the newest picture.
    const Pending pending{known_at - (settings_.lookahead - ahead()), placed};
    if (running_ && pending.known_at <= step_time(number_)) {
      take(placed);
      return;
    }
    if (pending_.size() == kMostPending) {
      ++counters_.late;
      return;
    }
    pending_.insert(
        std::upper_bound(pending_.begin(), pending_.end(), pending.known_at,
                         [](double time, const Pending& other) { return time < other.known_at; }),
        pending);
  }

  PathPoint at(double time) {
    if (running_ && std::fabs(time - shown_time_) > kLongestGap) {
      rest_at(shown_.framing);
    }
    if (running_) {
      const double most = kLookaheadChange * std::max(0.0, time - shown_time_);
      look_ahead(lookahead_ + std::clamp(useful_lookahead() - lookahead_, -most, most));
    }
    const double head = time + ahead();
    if (!running_) {
      begin_at(head);
    }
    for (; step_time(number_ + 1) <= head; ++number_) {
      take_known(step_time(number_));
      history_.advance(step_time(number_) + foresight(), drive_settings_);
      drive_.step(step_time(number_), kStep, history_, space_, drive_settings_);
      smoother_.add(number_ + 1, drive_.state().sample());
    }
    shown_ = half_width() > 0 ? averaged(time) : live(head);
    shown_time_ = time;
    return shown_;
  }

  void start_from(const PathPoint& point, double time) {
    const PathSample sample = space_.sample(point.framing);
    const double unit = std::exp2(-sample.zoom);
    if (half_width() == 0) {
      const double head = time + ahead();
      const double since = head - kStep * std::floor(head / kStep);  // the grid's last step
      const auto axis = [since](double position, double velocity) {
        return AxisState{position - since * velocity, velocity, 0};
      };
      drive_.set({axis(sample.x, unit * point.vx), axis(sample.y, unit * point.vy),
                  axis(sample.zoom, point.vzoom)});
      begin_at(head);
    } else {
      lay_straight(sample, {unit * point.vx, unit * point.vy, point.vzoom}, time);
    }
    shown_ = point;
    shown_time_ = time;
  }

  void restart() {
    forget();
    rest_at(running_ ? shown_.framing : space_.framing(drive_.state().sample()));
  }

  Counters counters() const { return counters_; }

 private:
  /// An aim and when it became known.
  struct Pending {
    double known_at;
    PlacedAim aim;
  };

  /// But not that there is nothing to look at: whoever said so need not say it again, and it may
  /// have been for a time that does not come any more.
  void forget() {
    history_.clear();
    pending_.clear();
    if (dismissed_) {
      drive_.dismiss();
    }
  }

  void take_known(double now) {
    auto next = pending_.begin();
    for (; next != pending_.end() && next->known_at <= now; ++next) {
      take(next->aim);
    }
    pending_.erase(pending_.begin(), next);
  }

  /// In widths of the crop at the grid's step, not at some frame: the same at any frame rate.
  void take(PlacedAim aim) {
    aim.unit = drive_.unit();
    ++(history_.add(aim, drive_settings_) ? counters_.used : counters_.late);
  }

  /// What is left of the look-ahead with detections as late as they are.
  double useful_lookahead() const {
    return std::max(0.0, settings_.lookahead - std::max(0.0, latency_ - kFreeLatency));
  }

  /// Detections that are always so old are not missing, seconds.
  double usual_age() const {
    const double absorbed = settings_.lookahead - lookahead_;
    return std::max(0.0, latency_ - kFreeLatency - absorbed);
  }

  void look_ahead(double seconds) {
    lookahead_ = seconds;
    drive_settings_ = drive_settings(settings_, seconds);
    drive_settings_.coast_time += usual_age();
  }

  /// Of a detection, behind the newest picture.
  void note_latency(double seconds, double time) {
    const double behind = running_ ? shown_time_ + settings_.lookahead - time : 0;
    const double latency = std::clamp(std::max(seconds, behind), 0.0, kMostAhead);
    latency_ += kLatencyShare * (latency - latency_);
  }

  /// How far ahead of the drive detections are used.
  double foresight() const { return std::clamp(lookahead_ - ahead(), 0.0, kMostForesight); }
  double lag() const { return std::min(drive_settings_.path_lag, ahead()); }
  double half_width() const { return ahead() - lag(); }
  double ahead() const {
    return std::min({lookahead_, drive_settings_.path_lag + kMostSmoothing, kMostAhead});
  }

  void rest_at(const Framing& framing) {
    const PathSample sample = space_.sample(framing);
    drive_.set({{sample.x, 0, 0}, {sample.y, 0, 0}, {sample.zoom, 0, 0}});
    running_ = false;
  }

  /// The drive is at the grid's step at or before `head`.
  void begin_at(double head) {
    number_ = static_cast<long long>(std::floor(head / kStep));
    smoother_.clear();
    smoother_.add(number_, drive_.state().sample());
    running_ = true;
  }

  /// As if the drive had always been on a straight way: its mean has that place and speed now.
  void lay_straight(const PathSample& sample, const PathSample& velocity, double time) {
    const double middle = time + lag();
    const auto on_way = [&](long long number) {
      const double since = step_time(number) - middle;
      return PathSample{sample.x + since * velocity.x, sample.y + since * velocity.y,
                        sample.zoom + since * velocity.zoom};
    };
    smoother_.clear();
    number_ = static_cast<long long>(std::floor((time + ahead()) / kStep));
    const auto first = static_cast<long long>(std::floor((middle - half_width()) / kStep)) - 2;
    for (long long number = first; number <= number_; ++number) {
      smoother_.add(number, on_way(number));
    }
    const PathSample head = on_way(number_);
    drive_.set({{head.x, velocity.x, 0}, {head.y, velocity.y, 0}, {head.zoom, velocity.zoom, 0}});
    running_ = true;
  }

  PathPoint live(double head) const {
    const DriveState state = drive_.after(head - step_time(number_));
    const double unit = std::exp2(-state.zoom.position);
    return {space_.framing(state.sample()),
            state.x.velocity / unit,
            state.y.velocity / unit,
            state.zoom.velocity,
            state.x.acceleration / unit,
            state.y.acceleration / unit,
            state.zoom.acceleration,
            state.x.velocity != 0 || state.y.velocity != 0 || state.zoom.velocity != 0};
  }

  PathPoint averaged(double time) const {
    const double middle = time + lag();
    const PathSample before = smoother_.mean(middle - kStep, half_width());
    const PathSample now = smoother_.mean(middle, half_width());
    const PathSample after = smoother_.mean(middle + kStep, half_width());
    const double unit = std::exp2(-now.zoom);
    const auto speed = [](double a, double b) { return (b - a) / (2 * kStep); };
    const auto change = [](double a, double b, double c) {
      return (a - 2 * b + c) / (kStep * kStep);
    };
    return {inside(now),
            speed(before.x, after.x) / unit,
            speed(before.y, after.y) / unit,
            speed(before.zoom, after.zoom),
            change(before.x, now.x, after.x) / unit,
            change(before.y, now.y, after.y) / unit,
            change(before.zoom, now.zoom, after.zoom),
            before != now || after != now};
  }

  /// A mean of crops that are inside may stick out a little where the zoom changes.
  Framing inside(PathSample sample) const {
    const double unit = std::exp2(-sample.zoom);
    const Interval across = space_.across(unit);
    const Interval down = space_.down(unit);
    sample.x = std::clamp(sample.x, across.low, across.high);
    sample.y = std::clamp(sample.y, down.low, down.high);
    return space_.framing(sample);
  }

  FollowSettings settings_;
  FollowSettings drive_settings_;
  CropSpace space_;
  std::vector<Pending> pending_;  // by the time at which they are known
  AimHistory history_;
  FollowDrive drive_;
  PathSmoother smoother_{kMostAhead + kMostSmoothing, kStep};
  long long number_ = 0;  // of the grid's step that the drive is at
  bool running_ = false;
  bool dismissed_ = false;  // by the newest aim that came
  double latency_ = 0;      // of detections, seconds, in the mean
  double lookahead_ = 0;    // what is left of it
  PathPoint shown_;
  double shown_time_ = 0;
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
void FollowPath::observe(const Aim& aim, double known_at) {
  state_->observe(aim, known_at);
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

#include "tests/camera/spring_references.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gimbal {

namespace {

constexpr double kStep = 1.0 / 240;  // of springs, at most, seconds
constexpr double kScatter = 0.02;    // of detections, for the Kalman filter, crop widths

/// Calls `step` with the time and the length of each step from one frame to the next.
template <typename Step>
void integrate(double from, double to, const Step& step) {
  const int count = static_cast<int>(std::ceil((to - from) / kStep));
  const double seconds = (to - from) / count;
  for (int number = 0; number < count; ++number) {
    step(from + number * seconds, seconds);
  }
}

/// How much of a new value a low-pass filter takes after so many seconds.
double share(double cutoff, double seconds) {
  return 1 / (1 + 1 / (2 * std::numbers::pi * cutoff * seconds));
}

}  // namespace

void LimitedSpring::pull(double goal, double goal_speed, double seconds) {
  const double wanted =
      std::clamp(frequency_ * (frequency_ * (goal - position_) + 2 * (goal_speed - speed_)),
                 -limits_.acceleration, limits_.acceleration);
  const double change = limits_.jerk * seconds;
  acceleration_ += std::clamp(wanted - acceleration_, -change, change);
  speed_ = std::clamp(speed_ + acceleration_ * seconds, -limits_.speed, limits_.speed);
  position_ += speed_ * seconds;
}

void LimitedSpring::rest() {
  speed_ = 0;
  acceleration_ = 0;
}

bool DeadZone::moves(double offset, double speed, double seconds) {
  constexpr double kStartWithin = 0.06;  // crop widths, as the other offsets
  constexpr double kStartAfter = 0.12;   // seconds
  constexpr double kStartBeyond = 0.12;
  constexpr double kStopWithin = 0.02;
  constexpr double kStopSpeed = 0.03;  // crop widths a second
  const double size = std::fabs(offset);
  off_for_ = size > kStartWithin ? off_for_ + seconds : 0;
  moving_ = moving_ ? size >= kStopWithin || std::fabs(speed) >= kStopSpeed
                    : off_for_ > kStartAfter || size > kStartBeyond;
  return moving_;
}

FilteredSpring::FilteredSpring(double start)
    : spring_(start, 2 / 0.45, {0.9, 2, 12}), recent_{start, start, start}, place_(start) {}

/// Far from the last place; a second one that is far as well is believed.
bool FilteredSpring::jumps(double position) {
  constexpr double kFar = 0.35;  // crop widths
  jumped_ = !jumped_ && std::fabs(position - place_) > kFar;
  return jumped_;
}

void FilteredSpring::observe(double time, double position) {
  recent_[count_++ % recent_.size()] = position;
  std::array<double, 3> sorted = recent_;
  std::sort(sorted.begin(), sorted.end());
  const double seconds = time - seen_at_;
  if (seconds > 0 && !jumps(sorted[1])) {
    filter(seconds, sorted[1]);
    seen_at_ = time;
  }
}

void FilteredSpring::filter(double seconds, double position) {
  constexpr double kLeastCutoff = 0.6;  // Hz
  constexpr double kCutoffGrowth = 2;   // Hz for each crop width a second
  constexpr double kSpeedCutoff = 1;    // Hz
  const double rise = (position - place_) / seconds;
  speed_ += share(kSpeedCutoff, seconds) * (rise - speed_);
  const double cutoff = kLeastCutoff + kCutoffGrowth * std::fabs(speed_);
  place_ += share(cutoff, seconds) * (position - place_);
}

double FilteredSpring::at(double time) {
  integrate(time_, time, [this](double now, double seconds) { step(now, seconds); });
  time_ = time;
  return spring_.position();
}

void FilteredSpring::step(double now, double seconds) {
  constexpr double kSureSpeed = 0.12;  // crop widths a second; fully at twice as much
  constexpr double kLeadTime = 0.35;   // seconds
  constexpr double kMostLead = 0.12;   // crop widths
  constexpr double kSlack = 0.01;      // crop widths
  const double sure = std::clamp(std::fabs(speed_) / kSureSpeed - 1, 0.0, 1.0);
  const double age = now - seen_at_;
  const double lead = std::clamp(sure * speed_ * (kLeadTime + age), -kMostLead, kMostLead);
  const double offset = place_ + lead - spring_.position();
  if (dead_zone_.moves(offset, spring_.speed(), seconds)) {
    const double way = std::copysign(std::max(0.0, std::fabs(offset) - kSlack), offset);
    spring_.pull(spring_.position() + way, 0, seconds);
  } else {
    spring_.rest();
  }
}

KalmanSpring::KalmanSpring(double start, bool with_dead_zone)
    : spring_(start, 5, {1.2, 2, 25}), with_dead_zone_(with_dead_zone), place_(start) {
  begin(start);
}

void KalmanSpring::begin(double position) {
  constexpr double kFirstSpeed = 0.5;  // standard deviation, crop widths a second
  place_ = position;
  speed_ = 0;
  place_variance_ = kScatter * kScatter;
  covariance_ = 0;
  speed_variance_ = kFirstSpeed * kFirstSpeed;
  rejected_ = 0;
}

void KalmanSpring::observe(double time, double position) {
  constexpr double kAgility = 0.05;  // white noise of acceleration, (crop widths)2/s3
  constexpr double kGate = 4;        // standard errors
  constexpr int kMostRejected = 2;
  const double t = time - seen_at_;
  seen_at_ = time;
  place_ += t * speed_;
  place_variance_ += t * (2 * covariance_ + t * speed_variance_) + kAgility * t * t * t / 3;
  covariance_ += t * speed_variance_ + kAgility * t * t / 2;
  speed_variance_ += kAgility * t;
  const double variance = place_variance_ + kScatter * kScatter;
  const double error = position - place_;
  if (std::fabs(error) > kGate * std::sqrt(variance)) {
    if (++rejected_ == kMostRejected) {
      begin(position);
    }
    return;
  }
  rejected_ = 0;
  const double place_gain = place_variance_ / variance;
  const double speed_gain = covariance_ / variance;
  place_ += place_gain * error;
  speed_ += speed_gain * error;
  speed_variance_ -= speed_gain * covariance_;
  covariance_ *= 1 - place_gain;
  place_variance_ *= 1 - place_gain;
}

double KalmanSpring::at(double time) {
  integrate(time_, time, [this](double now, double seconds) { step(now, seconds); });
  time_ = time;
  return spring_.position();
}

void KalmanSpring::step(double now, double seconds) {
  constexpr double kCoast = 0.5;  // seconds that a target that is not seen goes on
  const double age = now - seen_at_;
  const double goal = place_ + std::min(age, kCoast) * speed_;
  const double offset = goal - spring_.position();
  if (!with_dead_zone_ || dead_zone_.moves(offset, spring_.speed(), seconds)) {
    spring_.pull(goal, age < kCoast ? speed_ : 0, seconds);
  } else {
    spring_.rest();
  }
}

}  // namespace gimbal

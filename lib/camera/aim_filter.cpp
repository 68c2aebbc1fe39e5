#include "lib/camera/aim_filter.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

// What a target that was just found may do, in crop widths a second.
constexpr double kFirstSpeed = 0.3;
// So many detections in a row that agree with each other, and not with the estimate, are right. Two
// may be outliers that fall together by chance, a few times an hour; but a target that is found
// again after a while is not doubted for so long.
constexpr int kConvincing = 3;
constexpr int kConvincingAfterAWhile = 2;
constexpr double kAWhile = 0.5;  // seconds
// Two detections agree that are this near, plus what the target runs in between.
constexpr double kAgreement = 0.08;      // crop widths
constexpr double kAgreementSpeed = 0.4;  // crop widths a second
constexpr double kAgreementSeconds = 0.5;

// An error counts for so many standard errors at most: one detection alone moves nobody.
constexpr double kMostSurprise = 1.3;
// How much of the mean is the newest error, and between which means (in standard errors) the filter
// goes from steady to agile.
constexpr double kOneSidedGain = 0.35;
constexpr double kSteadyBelow = 0.15;
constexpr double kAgileAbove = 1.7;

double distance(PlanePoint a, PlanePoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

}  // namespace

void AimFilter::Axis::predict(double seconds, double agility) {
  const double t = seconds;
  position += t * velocity;
  position_variance += t * (2 * covariance + t * velocity_variance) + agility * t * t * t / 3;
  covariance += t * velocity_variance + agility * t * t / 2;
  velocity_variance += agility * t;
}

double AimFilter::Axis::error_after(double seconds) const {
  Axis ahead = *this;
  ahead.predict(seconds, 0);
  return std::sqrt(std::max(0.0, ahead.position_variance));
}

void AimFilter::Axis::correct(double seen, double noise) {
  const double variance = position_variance + noise * noise;
  const double most = kMostSurprise * std::sqrt(variance);
  const double error = std::clamp(seen - position, -most, most);

  const double position_gain = position_variance / variance;
  const double velocity_gain = covariance / variance;
  position += position_gain * error;
  velocity += velocity_gain * error;
  velocity_variance -= velocity_gain * covariance;
  covariance *= 1 - position_gain;
  position_variance *= 1 - position_gain;
}

double AimFilter::Axis::surprise(double seen, double seconds, double noise, double agility) const {
  Axis ahead = *this;
  ahead.predict(seconds, agility);
  return (seen - ahead.position) / std::sqrt(ahead.position_variance + noise * noise);
}

double AimFilter::Axis::agile_share() const {
  return std::clamp((std::fabs(one_sided) - kSteadyBelow) / (kAgileAbove - kSteadyBelow), 0.0, 1.0);
}

void AimFilter::update_axis(Axis& axis, double seen, double seconds, double unit,
                            const FollowSettings& settings) {
  const double noise = settings.detector_noise * unit;
  const double steady = settings.steadiness * unit * unit;
  const double agile = settings.agility * unit * unit;
  const double surprise =
      std::clamp(axis.surprise(seen, seconds, noise, steady), -kMostSurprise, kMostSurprise);
  // As agile as the detections before this one ask for: one alone moves nobody.
  const double share = axis.agile_share();
  axis.one_sided += kOneSidedGain * (surprise - axis.one_sided);
  axis.predict(seconds, steady + share * (agile - steady));
  axis.correct(seen, noise);
}

bool AimFilter::plausible(double seconds, PlanePoint seen, double unit,
                          const FollowSettings& settings) const {
  const PlanePoint expected{x_.position + seconds * x_.velocity,
                            y_.position + seconds * y_.velocity};
  // A target that has just set out is behind by more.
  const double agile_share = std::max(x_.agile_share(), y_.agile_share());
  if (distance(seen, expected) > (1 + agile_share) * settings.outlier_jump * unit) {
    return false;
  }
  const double noise = settings.detector_noise * unit;
  const double agile = settings.agility * unit * unit;
  return std::hypot(x_.surprise(seen.x, seconds, noise, agile),
                    y_.surprise(seen.y, seconds, noise, agile)) < settings.outlier_gate;
}

void AimFilter::update(double time, PlanePoint seen, double unit, const FollowSettings& settings) {
  if (valid_ && plausible(time - time_, seen, unit, settings)) {
    believe(time, seen, unit, settings);
    doubts_ = 0;
    return;
  }
  const double since = time - doubted_time_;
  const bool agrees = doubts_ > 0 && since < kAgreementSeconds &&
                      distance(seen, doubted_) < unit * (kAgreement + kAgreementSpeed * since);
  doubts_ = agrees ? doubts_ + 1 : 1;
  const bool recent = valid_ && time - time_ < kAWhile;
  if (doubts_ >= (recent ? kConvincing : kConvincingAfterAWhile)) {
    begin(doubted_time_, doubted_, unit, settings);
    believe(time, seen, unit, settings);
    return;
  }
  doubted_ = seen;
  doubted_time_ = time;
}

void AimFilter::believe(double time, PlanePoint seen, double unit, const FollowSettings& settings) {
  const double seconds = std::max(0.0, time - time_);
  update_axis(x_, seen.x, seconds, unit, settings);
  update_axis(y_, seen.y, seconds, unit, settings);
  time_ = time;
}

void AimFilter::begin(double time, PlanePoint seen, double unit, const FollowSettings& settings) {
  const double scatter = settings.detector_noise * unit;
  const double speed = kFirstSpeed * unit;
  const bool recent = valid_ && time - time_ < kAgreementSeconds;
  for (Axis* axis : {&x_, &y_}) {
    *axis = {.velocity = recent ? axis->velocity : 0,
             .position_variance = scatter * scatter,
             .velocity_variance = speed * speed};
  }
  x_.position = seen.x;
  y_.position = seen.y;
  time_ = time;
  valid_ = true;
  doubts_ = 0;
}

void AimFilter::forget() {
  *this = AimFilter();
}

}  // namespace gimbal

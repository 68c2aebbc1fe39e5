#include "tests/camera/plain_references.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

void SteppedCrop::observe(double /*time*/, double position) {
  seen_ = position;
}

double SteppedCrop::at(double time) {
  constexpr double kInterval = 1.15;  // seconds
  if (time >= due_) {
    shown_ = seen_;
    due_ = time + kInterval;
  }
  return shown_;
}

void AveragedCrop::observe(double /*time*/, double position) {
  seen_ = position;
}

double AveragedCrop::at(double /*time*/) {
  constexpr double kShare = 0.18;
  constexpr double kDeadZone = 0.04;  // crop widths
  const double offset = seen_ - shown_;
  shown_ += std::fabs(offset) > kDeadZone ? kShare * offset : 0;
  return shown_;
}

void KinematicCrop::observe(double /*time*/, double position) {
  seen_ = position;
}

double KinematicCrop::at(double time) {
  constexpr double kStart = 1.2;      // degrees
  constexpr double kFastest = 18;     // degrees a second
  constexpr double kSmoothing = 0.2;  // seconds
  constexpr double kMostShare = 0.8;
  const double seconds = time - time_;
  time_ = time;
  if (seconds <= 0) {
    return shown_;
  }
  const double offset = seen_ - shown_;
  moving_ = moving_ || std::fabs(offset) * degrees_ >= kStart;
  const double wanted = moving_ ? offset / seconds : 0;
  const double share = std::min(seconds / kSmoothing, kMostShare);
  const double most = kFastest / degrees_;
  speed_ = std::clamp(speed_ + share * (wanted - speed_), -most, most);
  shown_ += speed_ * seconds;
  return shown_;
}

}  // namespace gimbal

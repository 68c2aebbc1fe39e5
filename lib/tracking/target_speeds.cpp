#include "lib/tracking/target_speeds.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

constexpr double kTimeConstant = 0.2;  // seconds
constexpr double kLongestGap = 1;      // seconds; further apart two sights say nothing of a speed
constexpr std::size_t kMostIds = 1024;

}  // namespace

void TargetSpeeds::Axis::move(double to, double seconds) {
  const double now = std::clamp((to - at) / seconds, -kMaxTargetSpeed, kMaxTargetSpeed);
  const double share = 1 - std::exp(-seconds / kTimeConstant);
  speed = speed ? *speed + share * (now - *speed) : now;
  at = to;
}

void TargetSpeeds::fill(std::vector<TrackedTarget>& targets, double time, double shortest_gap) {
  for (TrackedTarget& target : targets) {
    if (!target.id.empty()) {
      see(target, time, shortest_gap);
    }
  }
  forget_oldest();
}

void TargetSpeeds::see(TrackedTarget& target, double time, double shortest_gap) {
  const Sight first{.time = time, .x = {target.x, {}}, .y = {target.y, {}}};
  Sight& sight = sights_.try_emplace(target.id, first).first->second;
  const double seconds = time - sight.time;
  if (std::abs(seconds) > kLongestGap || (seconds > 0 && seconds < shortest_gap)) {
    sight = first;
  } else if (seconds > 0) {
    sight.x.move(target.x, seconds);
    sight.y.move(target.y, seconds);
    sight.time = time;
  }
  target.vx = target.vx ? target.vx : sight.x.speed;
  target.vy = target.vy ? target.vy : sight.y.speed;
}

void TargetSpeeds::forget_oldest() {
  while (sights_.size() > kMostIds) {
    sights_.erase(std::min_element(
        sights_.begin(), sights_.end(),
        [](const auto& a, const auto& b) { return a.second.time < b.second.time; }));
  }
}

}  // namespace gimbal

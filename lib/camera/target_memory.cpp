#include "lib/camera/target_memory.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

// How far a target may be from where it was expected, in widths of the largest crop: what a
// detector errs, and what the fastest things do (a ball that crosses the picture in a second).
constexpr double kError = 0.03;
constexpr double kFastest = 1;  // a second

// A target counts in full for so long without being seen (seconds): a usual detector misses one in
// two or three records.
constexpr double kMissed = 0.2;

// Seconds that a speed is averaged over where the detector says none.
constexpr double kSpeedTime = 0.6;

constexpr double kGone = 0.02;  // a presence that does not matter any more

/// Beyond that only what is seen is remembered: a detector that gives everything a new name each
/// time must not fill the memory.
constexpr std::size_t kMost = 2 * kMaxTargets;

double share(double seconds, double time_constant) {
  return 1 - std::exp(-seconds / time_constant);
}

/// One that was seen lately goes on as it went.
void go_on(KnownTarget& known, double time, double seconds) {
  const double unseen = time - seconds - known.seen_at;
  const double way = std::clamp(kMissed - unseen, 0.0, seconds);
  known.at.x += way * known.velocity.x;
  known.at.y += way * known.velocity.y;
}

/// Seen at a place where it was not expected, after so many seconds.
void learn_velocity(KnownTarget& known, PlanePoint at, double seconds) {
  if (seconds > 0) {
    const double part = share(seconds, kSpeedTime) / seconds;
    known.velocity.x += part * (at.x - known.at.x);
    known.velocity.y += part * (at.y - known.at.y);
  }
}

void meet(KnownTarget& known, const TrackedTarget& target, PlanePoint at, double reach,
          double seconds) {
  const bool expected = distance(known.at, at) <= reach;
  if (!expected && !(known.has_rejected && distance(known.rejected, at) <= reach)) {
    known.rejected = at;
    known.has_rejected = true;
    return;
  }
  if (expected) {
    learn_velocity(known, at, seconds);
  } else {
    known.velocity = {};
  }
  known.at = at;
  known.has_rejected = false;
  known.confidence = target.confidence;
  known.seen = true;
}

}  // namespace

bool TargetMemory::counts(const KnownTarget& target) const {
  return time_ - target.seen_at <= kMissed;
}

double distance(PlanePoint a, PlanePoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

/// The one with its id, or the nearest of its class that has none.
KnownTarget* TargetMemory::find(const TrackedTarget& target, PlanePoint at, double reach) {
  KnownTarget* best = nullptr;
  for (KnownTarget& known : known_) {
    if (known.seen || known.cls != target.cls || known.id != target.id) {
      continue;
    }
    if (!target.id.empty()) {
      return &known;
    }
    if (distance(known.at, at) <= reach &&
        (best == nullptr || distance(known.at, at) < distance(best->at, at))) {
      best = &known;
    }
  }
  return best;
}

void TargetMemory::update(const std::vector<TrackedTarget>& targets, double time,
                          const FramingBounds& bounds, const Times& times) {
  const bool first = known_.empty();
  const double seconds = first ? 0 : time - time_;
  time_ = time;
  for (KnownTarget& known : known_) {
    known.seen = false;
    go_on(known, time, seconds);
  }
  for (const TrackedTarget& target : targets) {
    const PlanePoint at{target.x / bounds.unit_x(1), target.y / bounds.unit_y(1)};
    KnownTarget* known = find(target, at, kError + kFastest * seconds);
    if (known == nullptr) {
      known = &known_.emplace_back();
      known->key = ++last_key_;
      known->id = target.id;
      known->cls = target.cls;
      known->at = at;
      known->presence = first ? 1 : 0;
      known->seen_at = time;
    }
    const double unseen = time - known->seen_at;
    meet(*known, target, at, kError + kFastest * unseen, unseen);
    if (known->seen && target.vx && target.vy) {
      known->velocity = {*target.vx / bounds.unit_x(1), *target.vy / bounds.unit_y(1)};
    }
    known->width = target.w.value_or(0) / bounds.unit_x(1);
    known->height = target.h.value_or(0) / bounds.unit_y(1);
  }
  for (KnownTarget& known : known_) {
    if (known.seen) {
      known.presence += (1 - known.presence) * share(seconds, times.attack);
      known.seen_at = time;
    } else {
      const double missing = time - known.seen_at - kMissed;
      known.presence *= 1 - share(std::clamp(missing, 0.0, seconds), times.decay);
    }
  }
  forget_gone(times.patience);
}

void TargetMemory::forget_gone(double patience) {
  const bool too_many = known_.size() > kMost;
  std::erase_if(known_, [&](const KnownTarget& known) {
    const bool gone = known.presence < kGone && time_ - known.seen_at > patience;
    return !known.seen && (gone || too_many);
  });
}

}  // namespace gimbal

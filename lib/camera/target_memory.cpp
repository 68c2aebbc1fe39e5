#include "lib/camera/target_memory.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

// How far a target may be from where it was, in widths of the largest crop: what a detector errs,
// and what the fastest things do (a ball that crosses the picture in a second).
constexpr double kError = 0.06;
constexpr double kFastest = 1;  // a second

// A target counts in full for so long without being seen (seconds): a usual detector misses one in
// two or three records.
constexpr double kMissed = 0.2;

constexpr double kGone = 0.02;  // a presence that does not matter any more

/// Beyond that only what is seen is remembered: a detector that gives everything a new name each
/// time must not fill the memory.
constexpr std::size_t kMost = 2 * kMaxTargets;

double share(double seconds, double time_constant) {
  return 1 - std::exp(-seconds / time_constant);
}

void meet(KnownTarget& known, const TrackedTarget& target, PlanePoint at, double reach) {
  if (distance(known.at, at) > reach &&
      !(known.has_rejected && distance(known.rejected, at) <= reach)) {
    known.rejected = at;
    known.has_rejected = true;
    return;
  }
  known.at = at;
  known.has_rejected = false;
  known.confidence = target.confidence;
  known.seen = true;
}

}  // namespace

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
    meet(*known, target, at, kError + kFastest * (time - known->seen_at));
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

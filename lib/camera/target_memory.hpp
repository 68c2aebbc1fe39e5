// What a detector has seen lately: who is who from record to record, and who is only missed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/camera/aim_filter.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// A target and how present it is. Lengths in widths of the largest crop, in both directions.
struct KnownTarget {
  std::uint64_t key = 0;  ///< its own, as long as it is known
  std::string id;         ///< as the detector says, may be empty
  std::string cls;
  PlanePoint at;
  PlanePoint velocity;  ///< a second; as the detector says, or else estimated
  double width = 0;     ///< of its box, 0: unknown
  double height = 0;    ///< likewise
  double confidence = 1;
  double presence = 0;  ///< 0 to 1: rises while it is seen, falls while it is not
  double seen_at = 0;   ///< seconds, PTS
  bool seen = false;    ///< in the last record

  PlanePoint rejected;  ///< where it was seen last, too far away to be believed
  bool has_rejected = false;
};

/// Detectors miss a target now and then, take something else for it, or give it a new name. Without
/// a memory the middle of a group would jump with each of these.
///
/// A target is known again by its id, and one without an id by its place. One that is not seen
/// goes on as it went for a while and then fades. One that has jumped further than anything moves
/// is believed when it is seen there again.
class TargetMemory {
 public:
  /// How long a target that appears takes to count, and one that is not seen goes on counting.
  struct Times {
    double attack = 0.2;  ///< seconds
    double decay = 0.32;  ///< seconds
    double patience = 1;  ///< seconds, kept at least so long
  };

  /// `targets` of the picture at `time`, which must not be older than the last one.
  void update(const std::vector<TrackedTarget>& targets, double time, const FramingBounds& bounds,
              const Times& times);

  /// Whether `target` counts in full: a detector that misses it now and then does not matter.
  bool counts(const KnownTarget& target) const;

  const std::vector<KnownTarget>& targets() const { return known_; }
  void forget() { known_.clear(); }

 private:
  void forget_gone(double patience);
  KnownTarget* find(const TrackedTarget& target, PlanePoint at, double reach);

  std::vector<KnownTarget> known_;
  std::uint64_t last_key_ = 0;
  double time_ = 0;
};

double distance(PlanePoint a, PlanePoint b);

}  // namespace gimbal

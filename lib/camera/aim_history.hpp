// Aims in the order of their times, whatever order they come in, and what the filter makes of them.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lib/camera/aim.hpp"
#include "lib/camera/aim_filter.hpp"

namespace gimbal {

/// An aim in the units of the path.
struct PlacedAim {
  double time = 0;  ///< seconds
  bool present = false;
  PlanePoint position;
  double unit = 1;      ///< length of a crop width when it was seen
  double log_zoom = 0;  ///< octaves
  bool wants_zoom = false;
};

/// Keeps the state of the filter after each aim, so that one that comes late is filtered as if it
/// had come in time.
class AimHistory {
 public:
  AimHistory();

  /// False where it is older than all that is remembered, or too many wait for their time.
  bool add(const PlacedAim& aim, const FollowSettings& settings);

  /// Filters the aims up to `time`.
  void advance(double time, const FollowSettings& settings);

  const AimFilter& filter() const { return filter_; }
  /// The newest aim that was filtered.
  const PlacedAim* newest() const;

  void clear();

 private:
  struct Entry {
    PlacedAim aim;
    AimFilter before;  // the filter without it
  };

  void take(Entry& entry, const FollowSettings& settings);
  void make_room();

  std::vector<Entry> entries_;  // by time
  std::size_t filtered_ = 0;    // so many of them
  AimFilter filter_;
};

}  // namespace gimbal

// Records that have come before the frames they speak of: a file is read faster than it is played.
#pragma once

#include <cstddef>
#include <map>
#include <optional>

#include "lib/tracking/record.hpp"

namespace gimbal::virtualptz {

class PendingRecords {
 public:
  /// Eleven minutes of 30 a second, some 40 MB with ten targets in each.
  static constexpr std::size_t kMost = 20'000;

  static constexpr const char* kTooMany =
      "too many records wait for their time; send them as the video plays";

  struct Entry {
    double time;  ///< seconds, of the video's PTS or of running time
    TrackingRecord record;
  };

  /// `time` must be finite. False where there are too many.
  bool add(double time, const TrackingRecord& record);

  /// The earliest one, if it is of `until` or before.
  std::optional<Entry> pop(double until);

  void clear() { by_time_.clear(); }

 private:
  std::multimap<double, TrackingRecord> by_time_;
};

}  // namespace gimbal::virtualptz

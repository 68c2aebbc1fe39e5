// A detector of players and ball that looks at the court: it scatters, lies, misses, goes blind and
// is late, box by box.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/tracking/record.hpp"
#include "tests/camera/detector_noise.hpp"

namespace gimbal {

/// A record and the time at which it is known.
struct LateRecord {
  double arrival = 0;  ///< seconds
  TrackingRecord record;
};

/// What it says of the court of `seed` in so many seconds, in the order of arrival. Scatter and
/// outliers are in crop widths, of which one is `crop_width` of the source's width.
std::vector<LateRecord> court_records(std::uint64_t seed, double seconds, double crop_width,
                                      const DetectorNoise& noise);

}  // namespace gimbal

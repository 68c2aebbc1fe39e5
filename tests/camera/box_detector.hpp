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

/// What it says of the court of `seed`, whose trace is `trace`, in the order of arrival.
std::vector<LateRecord> court_records(const Trace& trace, const DetectorNoise& noise,
                                      std::uint64_t seed);

}  // namespace gimbal

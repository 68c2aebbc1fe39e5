// A camera that follows a trace, frame by frame, as it would in a stream.
#pragma once

#include <vector>

#include "lib/camera/follow_settings.hpp"
#include "tests/camera/detector_noise.hpp"
#include "tests/camera/metrics.hpp"
#include "tests/camera/traces.hpp"

namespace gimbal {

/// Shows the frames of those times. An aim is known `lookahead` seconds sooner than without.
std::vector<ShownFrame> simulate(const Trace& trace, const std::vector<LateAim>& aims,
                                 FollowSettings settings, const std::vector<double>& times);

/// From 0 to the end of the trace.
std::vector<double> even_times(double seconds, double rate);
/// Likewise, about `rate`, but no two frames are equally far apart.
std::vector<double> uneven_times(double seconds, double rate, std::uint64_t seed);

}  // namespace gimbal

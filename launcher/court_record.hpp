// What a detector would say of the court: a made-up scene for trying out a runner.
#pragma once

#include <cstdint>
#include <string>

namespace gimbal {

/// Ten players and the ball as one tracking record on one line, without a time, at `seconds` (0 or
/// later) since the start. A target is the less sure the more of it is covered by who stands in
/// front. The same arguments give the same text.
std::string court_record(double seconds, std::uint64_t seed);

}  // namespace gimbal

// A tracking record as a detector writes it.
#pragma once

#include <string>

#include "lib/tracking/record.hpp"

namespace gimbal {

/// One JSON object, no newline: the timestamp, the targets and the target_… fields.
std::string json_of(const TrackingRecord& record);

}  // namespace gimbal

// What is wrong with the numbers of a tracking record, wherever it came from.
#pragma once

#include <string>

#include "lib/tracking/record.hpp"

namespace gimbal {

/// The first field that is not finite or out of its range ("targets[3].x must be ..."), or empty.
std::string check_record(const TrackingRecord& record);

}  // namespace gimbal

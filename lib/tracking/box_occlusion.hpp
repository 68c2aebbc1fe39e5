// How much the boxes of a picture cover each other.
#pragma once

#include <vector>

#include "lib/tracking/record.hpp"

namespace gimbal {

/// The mean over the targets with a size of the largest share of each box that one other box
/// covers: 0 where none touch, or where no target says its size.
double occlusion_of(const std::vector<TrackedTarget>& targets);

}  // namespace gimbal

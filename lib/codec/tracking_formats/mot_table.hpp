// MOTChallenge's table of detections, results or ground truth
// (https://motchallenge.net/instructions): a line a box, `frame,id,left,top,width,height,conf,...`.
#pragma once

#include <string_view>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// A record for each frame, in the order of their numbers; `first_line` is the number of the first
/// line, for errors. Frame 1 has PTS 0. Without a frame rate records have no timestamp, which is of
/// use for one frame alone: for several it is an error.
Result<std::vector<TrackingRecord>> read_mot_table(std::string_view text,
                                                   const TrackingSource& source,
                                                   std::size_t first_line = 1);

}  // namespace gimbal

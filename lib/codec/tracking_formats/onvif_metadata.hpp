// ONVIF's metadata stream (Analytics Service Specification, chapter 5; namespace
// http://www.onvif.org/ver10/schema): frames with objects, as cameras send them beside their video.
#pragma once

#include <string_view>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// A record for each tt:Frame of one document, whatever prefix the namespace has; none for one of
/// events alone. Coordinates go from -1 to 1 with y up, once the tt:Transformation of the frame and
/// of what stands between it and a shape is applied. No entities but XML's own, no document type,
/// and elements nested up to 32 deep.
Result<std::vector<TrackingRecord>> read_onvif_metadata(std::string_view text);

}  // namespace gimbal

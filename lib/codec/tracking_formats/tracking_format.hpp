// The formats in which detectors say what they see. docs/tracking-formats.md describes them.
#pragma once

#include <string_view>

#include "lib/base/result.hpp"

namespace gimbal {

enum class TrackingFormat { kAuto, kRecord, kFrigate, kDeepstream, kOnvif, kMot, kCoco };

/// "auto", "record", "frigate", "deepstream", "onvif", "mot", "coco". The error says which there
/// are.
Result<TrackingFormat> tracking_format_from_name(std::string_view name);
std::string_view name_of(TrackingFormat format);

}  // namespace gimbal

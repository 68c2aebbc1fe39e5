// What NVIDIA DeepStream's nvmsgconv writes with its minimal schema (payload-type=1): one frame a
// message, one text an object. https://docs.nvidia.com/metropolis/deepstream/dev-guide,
// Gst-nvmsgconv.
#pragma once

#include <optional>

#include "lib/codec/field_reader.hpp"
#include "lib/codec/tracking_formats/one_camera.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// Empty for another camera. Errors are left in `message`.
std::optional<TrackingRecord> read_deepstream_message(FieldReader& message, OneCamera& camera,
                                                      const TrackingSource& source);

}  // namespace gimbal

// What was seen on a frame, as its metas say: the camera's record of it.
#pragma once

#include <gst/gst.h>

#include <optional>
#include <string>

#include "lib/camera/crop.hpp"
#include "lib/scene/box.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// What the regions on `frame`, a picture of that size, say was seen: those of
/// GstVideoRegionOfInterestMeta and, from GStreamer 1.24 on, the object detections of
/// GstAnalyticsRelationMeta. Empty where it has none: a detector need not look at every frame.
std::optional<TrackingRecord> record_of_regions(GstBuffer* frame, const PictureShape& picture);

/// The part of `box` that is inside a picture of that size.
TrackedTarget target_of_box(const Box& box, const std::string& id, const PictureShape& picture);

}  // namespace gimbal

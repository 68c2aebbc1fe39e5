// Object detections of GstAnalyticsRelationMeta; only where GStreamer has it (1.24).
#pragma once

#include <gst/gst.h>

#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// What detectors say on `frame`, a picture of that size. A detection that a tracker follows has
/// the tracker's number for its id, any other has none: its place in the meta means nothing.
std::vector<TrackedTarget> analytics_targets(GstBuffer* frame, const PictureShape& picture);

}  // namespace gimbal

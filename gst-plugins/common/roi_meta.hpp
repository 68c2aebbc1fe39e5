// Boxes on a buffer, as GstVideoRegionOfInterestMeta.
#pragma once

#include <gst/gst.h>

#include <vector>

#include "lib/scene/box.hpp"

namespace gimbal {

/// Says on `buffer` (writable) what it shows, one meta a box: the class is the meta's roi_type, the
/// place its x, y, w, h rounded to pixels and clipped to a picture of `width` x `height`.
/// Confidence and the exact place are in a parameter structure "gimbal-box" with doubles
/// `confidence`, `x`, `y`, `w`, `h`. A box that lies outside the picture is left out.
void add_roi_metas(GstBuffer* buffer, const std::vector<Box>& boxes, int width, int height);

/// Every region of interest on `buffer`. Those without a "gimbal-box", of other elements, have
/// confidence 1 and whole pixels.
std::vector<Box> get_roi_metas(GstBuffer* buffer);

}  // namespace gimbal

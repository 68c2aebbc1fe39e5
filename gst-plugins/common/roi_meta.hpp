// Boxes on a buffer, as GstVideoRegionOfInterestMeta.
#pragma once

#include <gst/gst.h>

#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/scene/box.hpp"

namespace gimbal {

/// Says on `buffer` (writable) what it shows, one meta a box: the class is the meta's roi_type, the
/// place its x, y, w, h rounded to pixels and clipped to a picture of `width` x `height`.
/// Confidence and the exact place are in a parameter structure "gimbal-box" with doubles
/// `confidence`, `x`, `y`, `w`, `h`. A box that covers no pixel of the picture is left out.
void add_roi_metas(GstBuffer* buffer, const std::vector<Box>& boxes, int width, int height);

/// Every region of interest on `buffer`. Those without a "gimbal-box", of other elements, have
/// confidence 1 and whole pixels.
std::vector<Box> get_roi_metas(GstBuffer* buffer);

/// Says on `to` (writable) what `from` shows under `crop` (pixels of `from`), in pixels of a
/// picture of `width` x `height` that is filled by the crop. Classes, ids and parameters go along,
/// places are recalculated; what covers no pixel of the picture is left out.
void crop_roi_metas(GstBuffer* from, GstBuffer* to, const CropRect& crop, int width, int height);

}  // namespace gimbal

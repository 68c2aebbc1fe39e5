// NV12 and I420 frames made from RGB: in which colours, and where their planes lie.
#pragma once

#include <gst/video/video.h>

#include <string>

#include "lib/base/result.hpp"
#include "lib/pixel/plane.hpp"
#include "lib/pixel/rgba_to_yuv.hpp"
#include "lib/pixel/yuv_coefficients.hpp"

namespace gimbal {

/// The conversion that `colors` ask for. The error begins with `maker` ("scenesrc draws in").
Result<YuvCoefficients> coefficients_for(const GstVideoColorimetry& colors,
                                         const std::string& maker);

/// `count` rows of a mapped frame's luma, from `first` on.
MutablePlane luma_rows(const GstVideoFrame& frame, int first, int count);

/// The chroma of the rows from `first`, an even number, on.
ChromaOutput chroma_rows(const GstVideoFrame& frame, int first);

}  // namespace gimbal

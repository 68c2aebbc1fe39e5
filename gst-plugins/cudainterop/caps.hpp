// What cudainterop accepts and makes: caps on both sides and the colorimetry of the output.
#pragma once

#include <gst/video/video.h>

#include <string>

#include "gst-plugins/cudainterop/convert.h"
#include "lib/base/result.hpp"

namespace gimbal::cudainterop {

inline constexpr const char* kSinkCaps =
    "video/x-raw(memory:GLMemory), format=(string)RGBA, width=(int)[1,max], height=(int)[1,max], "
    "framerate=(fraction)[0,max], texture-target=(string)2D";
inline constexpr const char* kSrcCaps =
    "video/x-raw(memory:CUDAMemory), format=(string)NV12, width=(int)[1,max], "
    "height=(int)[1,max], framerate=(fraction)[0,max], chroma-site=(string)mpeg2";

// Caps cross files as plain pointers: gst_caps_unref is inline, so a CapsHandle is another type in
// each file.

/// The caps (the caller's to unref) of the other pad for `caps` on the pad of `direction`: same
/// size, rate and aspect.
GstCaps* other_caps(GstPadDirection direction, const GstCaps* caps);

/// Takes the output caps that other_caps() and downstream left and gives them back fixed.
/// Colorimetry is the first that downstream names and this element can make, else bt709 from 720
/// lines on and bt601 below.
GstCaps* fixate_output(GstCaps* caps);

/// The matrix for fixed output caps, or why this element cannot make what they ask for.
Result<Matrix> matrix_for(const GstVideoInfo& output);

}  // namespace gimbal::cudainterop

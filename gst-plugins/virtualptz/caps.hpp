// Which pictures virtualptz takes and makes: caps on both sides.
#pragma once

#include <gst/video/video.h>

#include "gst-plugins/virtualptz/output_size.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal::virtualptz {

/// Both video pads. Sizes begin at 2, as the smallest picture with a chroma sample.
inline constexpr const char* kVideoCaps =
    "video/x-raw, format=(string){NV12,I420,RGBA,BGRA,P010_10LE}, width=(int)[2,32768], "
    "height=(int)[2,32768], framerate=(fraction)[0/1,max]; "
    "video/x-raw(memory:GLMemory), format=(string)RGBA, width=(int)[2,32768], "
    "height=(int)[2,32768], framerate=(fraction)[0/1,max], texture-target=(string)2D; "
    "video/x-raw(memory:CUDAMemory), format=(string){NV12,P010_10LE}, width=(int)[2,32768], "
    "height=(int)[2,32768], framerate=(fraction)[0/1,max]";
inline constexpr int kMaxSide = 32768;

PictureShape shape_of(const GstVideoInfo& info);

/// The caps (the caller's to unref) of the other pad: any size and pixel shape; memory, format,
/// frame rate and colours stay.
GstCaps* other_caps(const GstCaps* caps);

/// Takes caps for the output and gives them back fixed, for an input of caps `input`. `wish` is for
/// what downstream leaves open.
GstCaps* fixate_output(GstCaps* caps, const GstVideoInfo& input, const SizeWish& wish);

}  // namespace gimbal::virtualptz

// What glreadback accepts and makes: caps on both sides.
#pragma once

#include <gst/video/video.h>

namespace gimbal::glreadback {

inline constexpr const char* kSinkCaps =
    "video/x-raw(memory:GLMemory), format=(string)RGBA, width=(int)[1,max], height=(int)[1,max], "
    "framerate=(fraction)[0/1,max], texture-target=(string)2D";
inline constexpr const char* kSrcCaps =
    "video/x-raw, format=(string){NV12,I420}, width=(int)[1,max], height=(int)[1,max], "
    "framerate=(fraction)[0/1,max]";

/// The caps (the caller's to unref) of the other pad for `caps` on the pad of `direction`: the same
/// picture; memory, format and what belongs to the format are dropped.
GstCaps* other_caps(const GstCaps* caps, GstPadDirection direction);

/// Takes output caps and gives them back fixed, with the colours said, so that nothing behind has
/// to guess them from the size.
GstCaps* fixate_output(GstCaps* caps);

}  // namespace gimbal::glreadback

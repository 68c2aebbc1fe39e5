// The streaming thread of eglsrc: waits for a frame's time, draws it, says what it is.
#pragma once

#include "gst-plugins/eglsrc/element.hpp"

namespace gimbal::eglsrc {

/// Numbers start at 0 again.
void restart(GimbalEglSrc* self);

/// GstPushSrcClass::fill. Waits first and draws then, so that what is sent is as fresh as it can
/// be. (The base class draws first and then holds the frame until its time.)
GstFlowReturn fill(GstPushSrc* push_src, GstBuffer* buffer);

}  // namespace gimbal::eglsrc

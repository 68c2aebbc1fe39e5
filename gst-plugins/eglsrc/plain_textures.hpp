// Textures without a pixel buffer each.
#pragma once

#include <gst/gst.h>

namespace gimbal::eglsrc {

/// Has the pool that an answered ALLOCATION query names allocate plain textures. GStreamer's
/// default keeps a pixel buffer beside each, to read it back while others are drawn; where the CPU
/// draws, pictures would go through it for nothing. False where the pool will not.
bool use_plain_textures(GstQuery* query);

}  // namespace gimbal::eglsrc

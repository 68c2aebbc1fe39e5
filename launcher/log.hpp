// The launcher's own GStreamer debug category, "gimbal": what it decides and why
// (GST_DEBUG=gimbal:4).
#pragma once

#include <gst/gst.h>

GST_DEBUG_CATEGORY_EXTERN(gimbal_debug);
#define GST_CAT_DEFAULT gimbal_debug

namespace gimbal {

/// Call once GStreamer is initialised.
void init_log();

}  // namespace gimbal

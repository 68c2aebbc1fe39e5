// GST_DEBUG=trackingsink:5 is all of the element, whichever file speaks.
#pragma once

#include <gst/gst.h>

GST_DEBUG_CATEGORY_EXTERN(gimbal_tracking_sink_debug);
#define GST_CAT_DEFAULT gimbal_tracking_sink_debug

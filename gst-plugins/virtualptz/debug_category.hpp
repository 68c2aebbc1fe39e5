// GST_DEBUG=virtualptz:5 is all of the element, whichever file speaks.
#pragma once

#include <gst/gst.h>

GST_DEBUG_CATEGORY_EXTERN(gimbal_virtual_ptz_debug);
#define GST_CAT_DEFAULT gimbal_virtual_ptz_debug

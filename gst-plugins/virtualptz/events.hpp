// Events and queries on virtualptz's video pads.
#pragma once

#include <gst/base/gstbasetransform.h>

namespace gimbal::virtualptz {

// Virtual methods of the base class.
gboolean sink_event(GstBaseTransform* base, GstEvent* event);
gboolean src_event(GstBaseTransform* base, GstEvent* event);
gboolean query(GstBaseTransform* base, GstPadDirection direction, GstQuery* query);

/// GstElementClass::send_event, the application's way in: control events work in every state, also
/// before the pads are active.
gboolean send_event(GstElement* element, GstEvent* event);

}  // namespace gimbal::virtualptz

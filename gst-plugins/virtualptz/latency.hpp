// The latency of virtualptz: what it holds frames for, and nothing else.
#pragma once

#include <gst/gst.h>

#include "gst-plugins/virtualptz/element.hpp"

namespace gimbal::virtualptz {

/// Frames may be held for another time now: where they are, the application is told to ask again.
void update_latency(GimbalVirtualPtz* self);

/// Adds ours to what upstream has answered.
void add_latency(GimbalVirtualPtz* self, GstQuery* query);

}  // namespace gimbal::virtualptz

// The formats of detectors' messages, as a choice of GObject's.
#pragma once

#include <glib-object.h>

namespace gimbal {

/// The GEnum of lib/codec's TrackingFormat.
GType tracking_format_type();

}  // namespace gimbal

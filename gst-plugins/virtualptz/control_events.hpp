// Events that steer the camera: what each of them says.
#pragma once

#include <gst/gst.h>

#include <string>

#include "lib/base/result.hpp"
#include "lib/camera/virtual_camera.hpp"

namespace gimbal::virtualptz {

/// Whether `event` is one of lib/camera/ptz_names.hpp.
bool is_control_event(GstEvent* event);

/// The sender's number; 0 where it wants no reply.
guint64 command_number_of(const GstStructure* fields);

/// The command that an event's structure is, if it is not a tracking record. Only what is needed to
/// understand it is checked here; whether its numbers are in range is the camera's to say.
Result<CameraCommand> command_of(const GstStructure* fields);

/// Whether the structure is a tracking record, and its text; null where it has none.
bool is_tracking_event(const GstStructure* fields);
const char* record_text_of(const GstStructure* fields);

}  // namespace gimbal::virtualptz

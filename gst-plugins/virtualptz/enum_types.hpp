// The choices of virtualptz's properties, as GObject knows them.
#pragma once

#include <gst/gst.h>

namespace gimbal::virtualptz {

// The GEnums of lib's CameraMode, Profile, ResampleMethod and Aspect.
GType mode_type();
GType profile_type();
GType method_type();
GType aspect_type();

}  // namespace gimbal::virtualptz

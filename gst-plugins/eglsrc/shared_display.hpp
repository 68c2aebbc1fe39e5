// One GstGLDisplay for each EGL device in the process.
#pragma once

#include <gst/gl/gl.h>

#include "gst-plugins/support/handles.hpp"
#include "lib/egl/egl_devices.hpp"

namespace gimbal {

using GlDisplayHandle = GstObjectHandle<GstGLDisplay>;

/// The display of `device`: the same object for everyone who holds it, because GL contexts share
/// textures only within one display.
GlDisplayHandle shared_gl_display(const EglDevice& device);

}  // namespace gimbal

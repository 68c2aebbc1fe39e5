// The GL display of the EGL device that the user chose, and how other elements come to share it.
#pragma once

#include "gst-plugins/eglsrc/shared_display.hpp"

namespace gimbal {

struct DeviceDisplay {
  EglDevice device;
  GlDisplayHandle display;
};

/// The error says which devices there are.
Result<DeviceDisplay> open_device_display(const EglDeviceChoice& choice);

/// True for a query that asks which GL display to use.
bool asks_for_gl_display(GstQuery* query);
void answer_with_gl_display(GstQuery* query, GstGLDisplay* display);

/// Makes `element` use `display`, as if a neighbour had offered it.
void use_gl_display(GstElement* element, GstGLDisplay* display);

/// Whether `context` offers a GL display that is not `own`.
bool offers_another_gl_display(GstContext* context, const GstGLDisplay* own);

}  // namespace gimbal

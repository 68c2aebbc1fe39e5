#include "gst-plugins/eglsrc/device_display.hpp"

namespace gimbal {

namespace {

ContextHandle context_of(GstGLDisplay* display) {
  ContextHandle context(gst_context_new(GST_GL_DISPLAY_CONTEXT_TYPE, TRUE));
  gst_context_set_gl_display(context.get(), display);
  return context;
}

}  // namespace

Result<DeviceDisplay> open_device_display(const EglDeviceChoice& choice) {
  const auto devices = list_egl_devices();
  if (!devices) {
    return Error{devices.error()};
  }
  const auto device = choose_egl_device(*devices, choice);
  if (!device) {
    return Error{device.error()};
  }
  return DeviceDisplay{*device, shared_gl_display(*device)};
}

bool asks_for_gl_display(GstQuery* query) {
  const gchar* type = nullptr;
  return GST_QUERY_TYPE(query) == GST_QUERY_CONTEXT &&
         gst_query_parse_context_type(query, &type) != FALSE &&
         g_strcmp0(type, GST_GL_DISPLAY_CONTEXT_TYPE) == 0;
}

void answer_with_gl_display(GstQuery* query, GstGLDisplay* display) {
  gst_query_set_context(query, context_of(display).get());
}

void use_gl_display(GstElement* element, GstGLDisplay* display) {
  gst_element_set_context(element, context_of(display).get());
}

bool offers_another_gl_display(GstContext* context, const GstGLDisplay* own) {
  if (gst_context_has_context_type(context, GST_GL_DISPLAY_CONTEXT_TYPE) == FALSE) {
    return false;
  }
  GstGLDisplay* offered = nullptr;
  gst_context_get_gl_display(context, &offered);
  const GlDisplayHandle adopted(offered);
  return adopted.get() != own;
}

}  // namespace gimbal

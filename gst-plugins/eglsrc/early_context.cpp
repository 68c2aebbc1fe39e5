#include "gst-plugins/eglsrc/early_context.hpp"

#include <system_error>

#include "gst-plugins/support/object_lock.hpp"

namespace gimbal::eglsrc {

namespace {

GstGLContext* make_context(GstGLDisplay* display) {
  const ObjectLock lock(display);  // as those who look for a context hold it
  GstGLContext* context = gst_gl_display_get_gl_context_for_thread(display, nullptr);
  if (context != nullptr) {
    return context;
  }
  GError* raw_error = nullptr;
  if (gst_gl_display_create_context(display, nullptr, &context, &raw_error) == FALSE) {
    const ErrorHandle error(raw_error);
    return nullptr;
  }
  gst_gl_display_add_context(display, context);
  return context;
}

}  // namespace

void EarlyContext::begin(GstGLDisplay* display) {
  finish();
  gst_gl_display_filter_gl_api(display, GST_GL_API_OPENGL3);
  try {
    thread_ = std::thread(
        [this, display = GstObjectHandle<GstGLDisplay>(GST_GL_DISPLAY(gst_object_ref(display)))] {
          context_.reset(make_context(display.get()));
        });
  } catch (const std::system_error&) {
    // No thread to be had: the context comes when it is needed.
  }
}

void EarlyContext::finish() {
  if (thread_.joinable()) {
    thread_.join();
  }
  context_.reset();
}

}  // namespace gimbal::eglsrc

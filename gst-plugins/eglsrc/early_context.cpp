#include "gst-plugins/eglsrc/early_context.hpp"

#include "gst-plugins/support/object_lock.hpp"

namespace gimbal::eglsrc {

namespace {

using DisplayHandle = GstObjectHandle<GstGLDisplay>;

GlContextHandle known_context(GstGLDisplay* display) {
  const ObjectLock lock(display);
  return GlContextHandle(gst_gl_display_get_gl_context_for_thread(display, nullptr));
}

/// While the base class makes a context, it holds the display's lock, and every element that goes
/// to READY waits for that. This does without: `making` keeps us from making two.
GlContextHandle make_context(const DisplayHandle& display) {
  static std::mutex making;
  const std::scoped_lock lock(making);
  if (auto known = known_context(display.get())) {
    return known;
  }
  GlContextHandle context(gst_gl_context_new(display.get()));
  GError* raw_error = nullptr;
  if (gst_gl_context_create(context.get(), nullptr, &raw_error) == FALSE) {
    const ErrorHandle error(raw_error);
    return nullptr;
  }
  const ObjectLock display_lock(display.get());
  gst_gl_display_add_context(display.get(), context.get());
  return context;
}

}  // namespace

void EarlyContext::begin(GstGLDisplay* display) {
  gst_gl_display_filter_gl_api(display, GST_GL_API_OPENGL3);
  const std::scoped_lock lock(mutex_);
  context_ = std::async(std::launch::async, make_context,
                        DisplayHandle(GST_GL_DISPLAY(gst_object_ref(display))));
}

GlContextHandle EarlyContext::wait() const {
  std::shared_future<GlContextHandle> context;
  {
    const std::scoped_lock lock(mutex_);
    context = context_;
  }
  GstGLContext* made = context.valid() ? context.get().get() : nullptr;
  return GlContextHandle(made == nullptr ? nullptr : GST_GL_CONTEXT(gst_object_ref(made)));
}

void EarlyContext::finish() {
  std::shared_future<GlContextHandle> context;
  {
    const std::scoped_lock lock(mutex_);
    context = std::move(context_);
  }
  if (context.valid()) {
    context.wait();
  }
}

}  // namespace gimbal::eglsrc

#include "gst-plugins/eglsrc/shared_display.hpp"

#include <gst/gl/egl/gstgldisplay_egl_device.h>

#include <map>
#include <mutex>

namespace gimbal {

namespace {

struct WeakDisplay {
  WeakDisplay() { g_weak_ref_init(&ref, nullptr); }
  ~WeakDisplay() { g_weak_ref_clear(&ref); }
  WeakDisplay(const WeakDisplay&) = delete;
  WeakDisplay& operator=(const WeakDisplay&) = delete;

  GWeakRef ref{};
};

}  // namespace

GlDisplayHandle shared_gl_display(const EglDevice& device) {
  static std::mutex mutex;
  // Never destroyed: elements may still be torn down while the process exits.
  static auto* const displays = new std::map<void*, WeakDisplay>();

  const std::scoped_lock lock(mutex);
  WeakDisplay& known = (*displays)[device.handle];
  if (gpointer alive = g_weak_ref_get(&known.ref)) {
    return GlDisplayHandle(GST_GL_DISPLAY(alive));
  }
  GlDisplayHandle display(
      GST_GL_DISPLAY(gst_gl_display_egl_device_new_with_egl_device(device.handle)));
  g_weak_ref_set(&known.ref, display.get());
  return display;
}

}  // namespace gimbal

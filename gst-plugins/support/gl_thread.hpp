// Runs a function on the thread of a GL context.
#pragma once

#include <gst/gl/gl.h>

#include <type_traits>

namespace gimbal {

/// Runs `function()` on the thread of `context` and waits for it.
template <class Function>
void on_gl_thread(GstGLContext* context, Function&& function) {
  gst_gl_context_thread_add(
      context,
      [](GstGLContext*, gpointer data) {
        (*static_cast<std::remove_reference_t<Function>*>(data))();
      },
      &function);
}

}  // namespace gimbal

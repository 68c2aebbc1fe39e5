// A GL context for code that is not ours: its state is nobody else's, and its textures are ours.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include "gst-plugins/support/handles.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

class PrivateContext {
 public:
  /// A context that shares textures with `neighbour`, on a thread of its own.
  static Result<PrivateContext> beside(GstGLContext* neighbour);

  GstGLContext* get() const { return context_.get(); }
  const GstGLFuncs* gl() const { return context_->gl_vtable; }

  /// On its thread: makes the context current again, if code that is not ours has changed that.
  void make_current() const;

  /// Runs `function()` on the context's thread and waits for it.
  template <class Function>
  void run(Function function) const {
    const auto call = [](GstGLContext*, gpointer data) { (*static_cast<Function*>(data))(); };
    gst_gl_context_thread_add(context_.get(), call, &function);
  }

 private:
  explicit PrivateContext(GstObjectHandle<GstGLContext> context) : context_(std::move(context)) {}

  GstObjectHandle<GstGLContext> context_;
};

/// Marks what has been sent to the current context so far; the mark is for one `wait_for`.
GLsync mark(const GstGLFuncs* gl);

/// Makes the current context, not the caller, wait for what another one had been sent.
void wait_for(const GstGLFuncs* gl, GLsync mark);

}  // namespace gimbal

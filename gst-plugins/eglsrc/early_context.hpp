// Makes a GL context before anybody needs it, beside whatever else a pipeline does to start.
#pragma once

#include <gst/gl/gl.h>

#include <future>
#include <mutex>

#include "gst-plugins/support/handles.hpp"

namespace gimbal::eglsrc {

using GlContextHandle = GstObjectHandle<GstGLContext>;

/// A driver takes a dozen milliseconds for a context, about as long as an encoder takes to open.
/// `begin` and `finish` are not called at the same time.
class EarlyContext {
 public:
  /// Starts making a context of `display`, unless it has one. Where none can be made, the base
  /// class of GL elements meets the same error and says it.
  void begin(GstGLDisplay* display);

  /// Waits until it is made. Empty if it could not be, or was not begun. On any thread.
  GlContextHandle wait() const;

  /// Waits, and lets go of it: those who use it keep it.
  void finish();

 private:
  mutable std::mutex mutex_;
  std::shared_future<GlContextHandle> context_;
};

}  // namespace gimbal::eglsrc

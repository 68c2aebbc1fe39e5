// Makes a GL context before anybody needs it, beside whatever else a pipeline does to start.
#pragma once

#include <gst/gl/gl.h>

#include <thread>

#include "gst-plugins/support/handles.hpp"

namespace gimbal::eglsrc {

/// A driver takes a dozen milliseconds for a context, about as long as an encoder takes to open.
/// `begin` and `finish` are not called at the same time.
class EarlyContext {
 public:
  EarlyContext() = default;
  ~EarlyContext() { finish(); }
  EarlyContext(const EarlyContext&) = delete;
  EarlyContext& operator=(const EarlyContext&) = delete;

  /// Starts making a context of `display`, unless it has one. The base class of GL elements finds
  /// it there, and waits for it. Where none can be made, that class meets the same error and says
  /// it.
  void begin(GstGLDisplay* display);

  /// Waits until it is made, and lets go of it: those who use it keep it.
  void finish();

 private:
  std::thread thread_;
  GstObjectHandle<GstGLContext> context_;
};

}  // namespace gimbal::eglsrc

#include "gst-plugins/eglsrc/private_context.hpp"

#define EGL_NO_X11
#include <EGL/egl.h>

namespace gimbal {

Result<PrivateContext> PrivateContext::beside(GstGLContext* neighbour) {
  const GstObjectHandle<GstGLDisplay> display(gst_gl_context_get_display(neighbour));
  GstObjectHandle<GstGLContext> context(gst_gl_context_new(display.get()));
  GError* raw_error = nullptr;
  if (gst_gl_context_create(context.get(), neighbour, &raw_error) == FALSE) {
    const ErrorHandle error(raw_error);
    return Error{"A GL context for the renderer cannot be made (" + std::string(error->message) +
                 "). Choose another device: gimbal doctor lists them."};
  }
  return PrivateContext(std::move(context));
}

void PrivateContext::make_current() const {
  const auto own = gst_gl_context_get_gl_context(context_.get());
  if (reinterpret_cast<guintptr>(eglGetCurrentContext()) != own) {
    gst_gl_context_activate(context_.get(), TRUE);
  }
}

GLsync mark(const GstGLFuncs* gl) {
  GLsync mark = gl->FenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl->Flush();  // or the other context may wait for ever
  return mark;
}

void wait_for(const GstGLFuncs* gl, GLsync mark) {
  gl->WaitSync(mark, 0, GL_TIMEOUT_IGNORED);
  gl->DeleteSync(mark);
}

}  // namespace gimbal

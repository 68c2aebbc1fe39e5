#include "gst-plugins/eglsrc/render_target.hpp"

#include <string>

#include "gst-plugins/support/gl_renderer.hpp"

namespace gimbal {

namespace {

/// A CPU copies memory where rows are copied, and runs a shader for each pixel of a blit. A GPU
/// does the blit at once and would choke on the many calls.
PFNGLCOPYIMAGESUBDATAPROC row_copy(GstGLContext* context) {
  const bool supported = gst_gl_context_check_gl_version(context, GST_GL_API_OPENGL3, 4, 3) != 0 ||
                         gst_gl_context_check_feature(context, "GL_ARB_copy_image") != 0;
  if (!supported || !draws_in_software(gl_renderer_name(context))) {
    return nullptr;
  }
  return reinterpret_cast<PFNGLCOPYIMAGESUBDATAPROC>(
      gst_gl_context_get_proc_address(context, "glCopyImageSubData"));
}

}  // namespace

RenderTarget::RenderTarget(GstGLContext* context, bool top_down)
    : gl_(context->gl_vtable), copy_(row_copy(context)), top_down_(top_down) {
  gl_->GenFramebuffers(1, &framebuffer_);
  gl_->GenFramebuffers(1, &output_framebuffer_);
  gl_->GenRenderbuffers(1, &color_);
  gl_->GenRenderbuffers(1, &depth_stencil_);
}

RenderTarget::~RenderTarget() {
  gl_->DeleteFramebuffers(1, &framebuffer_);
  gl_->DeleteFramebuffers(1, &output_framebuffer_);
  gl_->DeleteRenderbuffers(1, &color_);
  gl_->DeleteRenderbuffers(1, &depth_stencil_);
}

void RenderTarget::attach(unsigned framebuffer) const {
  gl_->BindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  gl_->FramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
}

std::optional<Error> RenderTarget::resize(int width, int height) {
  int bound = 0;
  gl_->GetIntegerv(GL_RENDERBUFFER_BINDING, &bound);
  gl_->BindRenderbuffer(GL_RENDERBUFFER, depth_stencil_);
  gl_->RenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH24_STENCIL8, width, height);
  gl_->FramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER,
                               depth_stencil_);
  if (!top_down_) {
    gl_->BindRenderbuffer(GL_RENDERBUFFER, color_);
    gl_->RenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    gl_->FramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color_);
  }
  gl_->BindRenderbuffer(GL_RENDERBUFFER, static_cast<unsigned>(bound));
  if (gl_->CheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
    return Error{"This GL device cannot draw into a framebuffer of " + std::to_string(width) + "x" +
                 std::to_string(height) +
                 " pixels. Choose a smaller size, or another device: gimbal doctor lists them."};
  }
  width_ = width;
  height_ = height;
  return std::nullopt;
}

std::optional<Error> RenderTarget::begin(unsigned texture, int width, int height) {
  texture_ = texture;
  gl_->BindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  if (top_down_) {
    attach(framebuffer_);
  }
  if (width != width_ || height != height_) {
    if (auto error = resize(width, height)) {
      return error;
    }
  }
  gl_->Viewport(0, 0, width, height);
  return std::nullopt;
}

void RenderTarget::finish() {
  if (top_down_) {
    return;
  }
  if (copy_ != nullptr) {
    turn_over_row_by_row();
  } else {
    turn_over_at_once();
  }
}

void RenderTarget::turn_over_row_by_row() const {
  for (int y = 0; y < height_; ++y) {
    copy_(color_, GL_RENDERBUFFER, 0, 0, y, 0, texture_, GL_TEXTURE_2D, 0, 0, height_ - 1 - y, 0,
          width_, 1, 1);
  }
}

void RenderTarget::turn_over_at_once() const {
  // Of all the state there is, a blit heeds the scissor alone.
  const bool scissor = gl_->IsEnabled(GL_SCISSOR_TEST) != 0;
  gl_->Disable(GL_SCISSOR_TEST);
  attach(output_framebuffer_);
  gl_->BindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  gl_->BlitFramebuffer(0, 0, width_, height_, 0, height_, width_, 0, GL_COLOR_BUFFER_BIT,
                       GL_NEAREST);
  if (scissor) {
    gl_->Enable(GL_SCISSOR_TEST);
  }
}

}  // namespace gimbal

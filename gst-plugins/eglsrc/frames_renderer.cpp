#include "gst-plugins/eglsrc/frames_renderer.hpp"

#include <string>

#include "lib/frames/frame.hpp"

namespace gimbal {

FramesRenderer::~FramesRenderer() {
  if (gl_ != nullptr) {
    gl_->DeleteFramebuffers(1, &framebuffer_);
    gl_->DeleteFramebuffers(1, &output_framebuffer_);
    gl_->DeleteTextures(1, &texture_);
  }
}

std::optional<Error> FramesRenderer::start(GstGLContext* context) {
  gl_ = context->gl_vtable;
  gl_->GetIntegerv(GL_MAX_TEXTURE_SIZE, &max_size_);
  if (gst_gl_context_check_gl_version(context, GST_GL_API_OPENGL3, 4, 3) != FALSE ||
      gst_gl_context_check_feature(context, "GL_ARB_copy_image") != FALSE) {
    copy_image_ = reinterpret_cast<PFNGLCOPYIMAGESUBDATAPROC>(
        gst_gl_context_get_proc_address(context, "glCopyImageSubData"));
  }
  gl_->GenTextures(1, &texture_);
  gl_->BindTexture(GL_TEXTURE_2D, texture_);
  // Without mipmaps it is complete; no other one can be copied from.
  gl_->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  gl_->BindTexture(GL_TEXTURE_2D, 0);
  gl_->GenFramebuffers(1, &framebuffer_);
  gl_->GenFramebuffers(1, &output_framebuffer_);
  return std::nullopt;
}

Result<Drawing> FramesRenderer::draw(const FrameToDraw& frame) {
  if (frame.incoming != nullptr) {
    if (auto error = load(*frame.incoming)) {
      return *error;
    }
  }
  gl_->BindFramebuffer(GL_DRAW_FRAMEBUFFER, output_framebuffer_);
  gl_->FramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, frame.texture,
                            0);
  if (width_ == 0) {
    blacken();
  } else {
    copy_to(frame);
  }
  gl_->FramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
  gl_->BindFramebuffer(GL_FRAMEBUFFER, 0);
  return Drawing{boxes_in(frame.width, frame.height), {}};
}

std::optional<Error> FramesRenderer::load(const Frame& frame) {
  if (frame.width > max_size_ || frame.height > max_size_) {
    return Error{"Frames of " + std::to_string(frame.width) + "x" + std::to_string(frame.height) +
                 " are too large for this GL device, which takes " + std::to_string(max_size_) +
                 " pixels each way. Let the writer send smaller ones."};
  }
  std::optional<Error> error;
  gl_->BindTexture(GL_TEXTURE_2D, texture_);
  // The first row in memory is row 0 of the texture, which is the top of the picture.
  if (frame.width == width_ && frame.height == height_) {
    gl_->TexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE,
                       frame.pixels.data());
  } else {
    error = make_texture(frame);
  }
  gl_->BindTexture(GL_TEXTURE_2D, 0);
  if (error) {
    return error;
  }
  width_ = frame.width;
  height_ = frame.height;
  boxes_ = frame.boxes;
  return std::nullopt;
}

std::optional<Error> FramesRenderer::make_texture(const Frame& frame) const {
  gl_->GetError();  // what is left from others is not ours
  gl_->TexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, frame.width, frame.height, 0, GL_RGBA,
                  GL_UNSIGNED_BYTE, frame.pixels.data());
  if (gl_->GetError() != GL_NO_ERROR) {
    return Error{"This GL device has no room for frames of " + std::to_string(frame.width) + "x" +
                 std::to_string(frame.height) +
                 ". Let the writer send smaller ones, or choose another device."};
  }
  return std::nullopt;
}

void FramesRenderer::copy_to(const FrameToDraw& frame) const {
  // Software GL copies a picture much faster than it draws one.
  if (copy_image_ != nullptr && frame.width == width_ && frame.height == height_) {
    copy_image_(texture_, GL_TEXTURE_2D, 0, 0, 0, 0, frame.texture, GL_TEXTURE_2D, 0, 0, 0, 0,
                width_, height_, 1);
    return;
  }
  gl_->BindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  gl_->FramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  gl_->BlitFramebuffer(0, 0, width_, height_, 0, 0, frame.width, frame.height, GL_COLOR_BUFFER_BIT,
                       GL_LINEAR);
}

void FramesRenderer::blacken() const {
  gl_->ClearColor(0, 0, 0, 1);
  gl_->Clear(GL_COLOR_BUFFER_BIT);
  gl_->ClearColor(0, 0, 0, 0);
}

std::vector<Box> FramesRenderer::boxes_in(int width, int height) const {
  std::vector<Box> boxes = boxes_;
  for (Box& box : boxes) {
    box.x *= static_cast<double>(width) / width_;
    box.w *= static_cast<double>(width) / width_;
    box.y *= static_cast<double>(height) / height_;
    box.h *= static_cast<double>(height) / height_;
  }
  return boxes;
}

}  // namespace gimbal

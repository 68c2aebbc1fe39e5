// Draws the frames that another process sends.
#pragma once

#include <gst/gl/gstglfuncs.h>

#include <optional>
#include <vector>

#include "gst-plugins/eglsrc/renderer.hpp"

namespace gimbal {

/// The newest frame fills the picture, scaled where its size is another one; black before the first
/// one. It is kept in a texture of its own, so that it can be drawn again while no newer one comes.
class FramesRenderer : public Renderer {
 public:
  ~FramesRenderer() override;

  std::optional<Error> start(GstGLContext* context) override;
  Result<Drawing> draw(const FrameToDraw& frame) override;

 private:
  std::optional<Error> load(const Frame& frame);
  /// Of the frame's size and with its pixels, in the bound texture.
  std::optional<Error> make_texture(const Frame& frame) const;
  void copy_to(const FrameToDraw& frame) const;
  void blacken() const;
  std::vector<Box> boxes_in(int width, int height) const;

  const GstGLFuncs* gl_ = nullptr;
  PFNGLCOPYIMAGESUBDATAPROC copy_image_ = nullptr;  // null before GL 4.3
  int max_size_ = 0;
  unsigned texture_ = 0;
  unsigned framebuffer_ = 0;         // of texture_
  unsigned output_framebuffer_ = 0;  // of the texture that is drawn into
  int width_ = 0;                    // of texture_; 0 before the first frame
  int height_ = 0;
  std::vector<Box> boxes_;  // in pixels of texture_
};

}  // namespace gimbal

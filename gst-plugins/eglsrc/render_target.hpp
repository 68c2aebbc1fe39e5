// The framebuffer that a renderer library draws into, and the way from there into our texture.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <optional>

#include "lib/base/result.hpp"

namespace gimbal {

/// With colour, depth and stencil. On the thread of one context, all of it, and with no effect on
/// that context's state but the framebuffer and viewport that `begin` sets.
class RenderTarget {
 public:
  /// `top_down`: what is drawn at y = 0 is the top of the picture, so that it can be drawn straight
  /// into the texture. Otherwise it is turned over on the way there.
  RenderTarget(GstGLContext* context, bool top_down);
  ~RenderTarget();
  RenderTarget(const RenderTarget&) = delete;
  RenderTarget& operator=(const RenderTarget&) = delete;

  /// Makes ready to draw a frame that is to end up in `texture` (RGBA, `width` x `height`).
  std::optional<Error> begin(unsigned texture, int width, int height);

  /// The frame has been drawn: puts it into the texture.
  void finish();

  unsigned framebuffer() const { return framebuffer_; }

 private:
  std::optional<Error> resize(int width, int height);
  void attach(unsigned framebuffer) const;
  void turn_over_row_by_row() const;
  void turn_over_at_once() const;

  const GstGLFuncs* gl_;
  PFNGLCOPYIMAGESUBDATAPROC copy_;  // null where rows are not to be copied
  bool top_down_;
  unsigned framebuffer_ = 0;
  unsigned output_framebuffer_ = 0;  // holds the texture while the picture is turned over
  unsigned color_ = 0;               // not used when drawing straight into the texture
  unsigned depth_stencil_ = 0;
  unsigned texture_ = 0;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace gimbal

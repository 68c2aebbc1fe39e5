// Draws coloured rectangles straight into a texture.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <vector>

#include "lib/scene/scene.hpp"

namespace gimbal {

/// Clears parts of a texture (glClearTexSubImage, GL 4.4 or ARB_clear_texture): no shader, no
/// framebuffer, and row 0 is the top of the picture as GStreamer has it.
class RectPainter {
 public:
  /// False where the context cannot clear textures. Call on the GL thread.
  bool prepare(GstGLContext* context);

  /// Draws `rects` in order into the RGBA texture, which must be covered by them. GL thread.
  void paint(GstGLContext* context, unsigned texture, const std::vector<Rect>& rects) const;

 private:
  PFNGLCLEARTEXSUBIMAGEPROC clear_ = nullptr;
};

}  // namespace gimbal

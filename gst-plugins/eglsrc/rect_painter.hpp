// Draws coloured rectangles straight into a texture.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <optional>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

/// Clears parts of a texture (glClearTexSubImage, GL 4.4 or ARB_clear_texture): no shader, no
/// framebuffer, and row 0 is the top of the picture as GStreamer has it. On the GL thread.
class RectPainter {
 public:
  /// An error where the context cannot clear textures.
  std::optional<Error> prepare(GstGLContext* context);

  /// Draws `rects`, which must lie inside it, in order into the RGBA texture.
  void paint(unsigned texture, const std::vector<Rect>& rects) const;

 private:
  PFNGLCLEARTEXSUBIMAGEPROC clear_ = nullptr;
};

}  // namespace gimbal

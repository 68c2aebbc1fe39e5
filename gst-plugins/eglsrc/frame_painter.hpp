// Draws the frames of eglsrc: the picture of whichever renderer is chosen, and the stamp over it.
#pragma once

#include <memory>
#include <optional>

#include "gst-plugins/eglsrc/rect_painter.hpp"
#include "gst-plugins/eglsrc/renderer.hpp"
#include "gst-plugins/eglsrc/renderer_choice.hpp"
#include "lib/stamp/frame_stamp.hpp"

namespace gimbal {

/// On the GL thread, all of it.
class FramePainter {
 public:
  /// Makes the renderer of `choice`, if it is not that of the frame before.
  std::optional<Error> choose(GstGLContext* context, const RendererChoice& choice);

  /// Whether the chosen renderer wants the next frame in memory.
  bool draws_in_memory() const { return renderer_->draws_in_memory(); }

  /// Draws `frame` with the chosen renderer, and `stamp` over it where there is one.
  Result<Drawing> paint(GstGLContext* context, const FrameToDraw& frame,
                        const std::optional<FrameStamp>& stamp);

  /// Lets go of all that belongs to the context.
  void stop();

 private:
  std::optional<Error> draw_stamp_over(GstGLContext* context, const FrameToDraw& frame,
                                       const FrameStamp& stamp);

  RendererChoice choice_;               // that renderer_ was made of
  std::unique_ptr<Renderer> renderer_;  // started
  std::optional<RectPainter> stamp_painter_;
};

}  // namespace gimbal

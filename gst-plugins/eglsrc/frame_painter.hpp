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
  /// Draws `frame`, with `stamp` over it where there is one. Makes a new renderer first if that
  /// of the frame before does not do for `choice`.
  Result<Drawing> paint(GstGLContext* context, const RendererChoice& choice,
                        const FrameToDraw& frame, const std::optional<FrameStamp>& stamp);

  /// Lets go of all that belongs to the context.
  void stop();

 private:
  std::optional<Error> choose(GstGLContext* context, const RendererChoice& choice);
  std::optional<Error> draw_stamp_over(GstGLContext* context, const FrameToDraw& frame,
                                       const FrameStamp& stamp);

  RendererChoice choice_;               // that renderer_ was made of
  std::unique_ptr<Renderer> renderer_;  // started
  std::optional<RectPainter> stamp_painter_;
};

}  // namespace gimbal

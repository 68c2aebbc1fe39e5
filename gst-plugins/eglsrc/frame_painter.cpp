#include "gst-plugins/eglsrc/frame_painter.hpp"

#include "lib/scene/rgba_rects.hpp"

namespace gimbal {

std::optional<Error> FramePainter::choose(GstGLContext* context, const RendererChoice& choice) {
  if (renderer_ && same_renderer(choice_, choice)) {
    return std::nullopt;
  }
  renderer_.reset();
  auto renderer = make_renderer(choice);
  if (!renderer) {
    return Error{renderer.error()};
  }
  if (auto error = (*renderer)->start(context)) {
    return error;
  }
  renderer_ = std::move(*renderer);
  choice_ = choice;
  return std::nullopt;
}

std::optional<Error> FramePainter::draw_stamp_over(GstGLContext* context, const FrameToDraw& frame,
                                                   const FrameStamp& stamp) {
  const std::vector<Rect> rects = draw_stamp(stamp, frame.width);
  if (draws_in_memory()) {
    draw_rects_over(rects, frame.memory);
    return std::nullopt;
  }
  if (!stamp_painter_) {
    RectPainter painter;
    if (auto error = painter.prepare(context)) {
      return error;
    }
    stamp_painter_ = painter;
  }
  stamp_painter_->paint(frame.texture, rects);
  return std::nullopt;
}

Result<Drawing> FramePainter::paint(GstGLContext* context, const FrameToDraw& frame,
                                    const std::optional<FrameStamp>& stamp) {
  auto drawing = renderer_->draw(frame);
  if (drawing && stamp) {
    if (auto error = draw_stamp_over(context, frame, *stamp)) {
      return *error;
    }
  }
  if (!draws_in_memory()) {
    context->gl_vtable->Flush();
  }
  return drawing;
}

void FramePainter::stop() {
  renderer_.reset();
  stamp_painter_.reset();
}

}  // namespace gimbal

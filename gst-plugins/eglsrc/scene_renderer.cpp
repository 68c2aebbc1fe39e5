#include "gst-plugins/eglsrc/scene_renderer.hpp"

#include "gst-plugins/support/gl_renderer.hpp"
#include "lib/scene/rgba_rects.hpp"

namespace gimbal {

std::optional<Error> SceneRenderer::start(GstGLContext* context) {
  // llvmpipe clears rectangles pixel by pixel.
  in_memory_ = draws_in_software(gl_renderer_name(context));
  return in_memory_ ? std::nullopt : on_gpu_.prepare(context);
}

Result<Drawing> SceneRenderer::draw(const FrameToDraw& frame) {
  const std::vector<Rect> rects =
      draw_scene(scene_, frame.seconds, frame.width, frame.height, seed_);
  if (in_memory_) {
    draw_rects(rects, frame.memory);
  } else {
    on_gpu_.paint(frame.texture, rects);
  }
  return Drawing{scene_boxes(scene_, frame.seconds, frame.width, frame.height, seed_), {}};
}

}  // namespace gimbal

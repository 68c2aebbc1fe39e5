#include "gst-plugins/eglsrc/scene_renderer.hpp"

namespace gimbal {

std::optional<Error> SceneRenderer::start(GstGLContext* context) {
  return painter_.prepare(context);
}

Result<Drawing> SceneRenderer::draw(const FrameToDraw& frame) {
  painter_.paint(frame.texture,
                 draw_scene(scene_, frame.seconds, frame.width, frame.height, seed_));
  return Drawing{scene_boxes(scene_, frame.seconds, frame.width, frame.height, seed_), {}};
}

}  // namespace gimbal

#include "gst-plugins/eglsrc/scene_renderer.hpp"

#include "gst-plugins/support/gl_renderer.hpp"

namespace gimbal {

std::optional<Error> SceneRenderer::start(GstGLContext* context) {
  gl_ = context->gl_vtable;
  software_ = draws_in_software(gl_renderer_name(context));
  return software_ ? std::nullopt : on_gpu_.prepare(context);
}

Result<Drawing> SceneRenderer::draw(const FrameToDraw& frame) {
  const std::vector<Rect> rects =
      draw_scene(scene_, frame.seconds, frame.width, frame.height, seed_);
  if (software_) {
    upload(rects, frame);
  } else {
    on_gpu_.paint(frame.texture, rects);
  }
  return Drawing{scene_boxes(scene_, frame.seconds, frame.width, frame.height, seed_), {}};
}

/// llvmpipe clears pixel by pixel, and copies memory as fast as it can be copied.
void SceneRenderer::upload(const std::vector<Rect>& rects, const FrameToDraw& frame) {
  gl_->BindTexture(GL_TEXTURE_2D, frame.texture);
  in_memory_.paint(rects, frame.width, frame.height,
                   [&](const std::uint8_t* pixels, int first, int count) {
                     gl_->TexSubImage2D(GL_TEXTURE_2D, 0, 0, first, frame.width, count, GL_RGBA,
                                        GL_UNSIGNED_BYTE, pixels);
                   });
  gl_->BindTexture(GL_TEXTURE_2D, 0);
}

}  // namespace gimbal

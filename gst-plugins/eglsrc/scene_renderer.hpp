// Draws the built-in scenes.
#pragma once

#include "gst-plugins/eglsrc/rect_painter.hpp"
#include "gst-plugins/eglsrc/renderer.hpp"
#include "lib/scene/rgba_rect_painter.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

class SceneRenderer : public Renderer {
 public:
  SceneRenderer(Scene scene, std::uint64_t seed) : scene_(scene), seed_(seed) {}

  std::optional<Error> start(GstGLContext* context) override;
  Result<Drawing> draw(const FrameToDraw& frame) override;

 private:
  void upload(const std::vector<Rect>& rects, const FrameToDraw& frame);

  Scene scene_;
  std::uint64_t seed_;
  const GstGLFuncs* gl_ = nullptr;
  bool software_ = false;
  RectPainter on_gpu_;
  RgbaRectPainter in_memory_;
};

}  // namespace gimbal

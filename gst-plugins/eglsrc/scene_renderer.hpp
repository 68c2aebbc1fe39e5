// Draws the built-in scenes.
#pragma once

#include "gst-plugins/eglsrc/rect_painter.hpp"
#include "gst-plugins/eglsrc/renderer.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

class SceneRenderer : public Renderer {
 public:
  SceneRenderer(Scene scene, std::uint64_t seed) : scene_(scene), seed_(seed) {}

  std::optional<Error> start(GstGLContext* context) override;
  bool draws_in_memory() const override { return in_memory_; }
  Result<Drawing> draw(const FrameToDraw& frame) override;

 private:
  Scene scene_;
  std::uint64_t seed_;
  bool in_memory_ = false;
  RectPainter on_gpu_;
};

}  // namespace gimbal

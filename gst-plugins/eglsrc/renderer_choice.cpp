#include "gst-plugins/eglsrc/renderer_choice.hpp"

#include "gst-plugins/eglsrc/scene_renderer.hpp"

namespace gimbal {

Result<std::unique_ptr<Renderer>> make_renderer(const RendererChoice& choice) {
  return std::unique_ptr<Renderer>(std::make_unique<SceneRenderer>(choice.scene, choice.seed));
}

}  // namespace gimbal

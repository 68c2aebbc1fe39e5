// Which renderer draws: what the user asked for, turned into one.
#pragma once

#include <cstdint>
#include <memory>

#include "gst-plugins/eglsrc/renderer.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

/// The settings that make a renderer. Another choice is another renderer, while playing too.
struct RendererChoice {
  Scene scene = Scene::kBars;
  std::uint64_t seed = 1;  ///< of the scene

  bool operator==(const RendererChoice&) const = default;
};

/// The renderer of that choice, not started yet.
Result<std::unique_ptr<Renderer>> make_renderer(const RendererChoice& choice);

}  // namespace gimbal

// Which renderer draws: what the user asked for, turned into one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "gst-plugins/eglsrc/renderer.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

/// The settings that make a renderer. A path that is not empty goes before the scene, and there may
/// be one at most.
struct RendererChoice {
  Scene scene = Scene::kBars;
  std::uint64_t seed = kDefaultSeed;  ///< of the scene
  std::string shader_file;
  bool shader_reload = false;
  std::string library;  ///< the property `renderer`
  std::string frames;   ///< where another process sends frames
};

/// Whether a renderer of the choice `made` does for `wanted`, too, with all that it has in its
/// memory: settings that it does not read make no difference.
bool same_renderer(const RendererChoice& made, const RendererChoice& wanted);

/// Whether that choice is to draw the frames of another process, and nothing else.
bool draws_frames(const RendererChoice& choice);

/// The renderer of that choice, not started yet. The error names what is set but cannot go
/// together.
Result<std::unique_ptr<Renderer>> make_renderer(const RendererChoice& choice);

}  // namespace gimbal

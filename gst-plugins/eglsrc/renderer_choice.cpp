#include "gst-plugins/eglsrc/renderer_choice.hpp"

#include <vector>

#include "gst-plugins/eglsrc/frames_renderer.hpp"
#include "gst-plugins/eglsrc/library_renderer.hpp"
#include "gst-plugins/eglsrc/scene_renderer.hpp"
#include "gst-plugins/eglsrc/shader_renderer.hpp"

namespace gimbal {

namespace {

/// Properties that say what to draw, other than `scene`, which has a value at all times.
std::vector<std::string> sources_set(const RendererChoice& choice) {
  std::vector<std::string> set;
  for (const auto& [name, value] :
       {std::pair<const char*, const std::string&>{"shader-file", choice.shader_file},
        {"renderer", choice.library},
        {"frames", choice.frames}}) {
    if (!value.empty()) {
      set.emplace_back(name);
    }
  }
  return set;
}

}  // namespace

bool same_renderer(const RendererChoice& made, const RendererChoice& wanted) {
  if (sources_set(made) != sources_set(wanted)) {
    return false;
  }
  if (!wanted.shader_file.empty()) {
    return made.shader_file == wanted.shader_file && made.shader_reload == wanted.shader_reload;
  }
  if (!wanted.library.empty()) {
    return made.library == wanted.library;
  }
  // Frames come from elsewhere: the picture of the writer before stays until another has one.
  return !wanted.frames.empty() || (made.scene == wanted.scene && made.seed == wanted.seed);
}

bool draws_frames(const RendererChoice& choice) {
  return !choice.frames.empty() && sources_set(choice).size() == 1;
}

Result<std::unique_ptr<Renderer>> make_renderer(const RendererChoice& choice) {
  const auto set = sources_set(choice);
  if (set.size() > 1) {
    return Error{"Both " + set[0] + " and " + set[1] +
                 " are set, and only one can say what is drawn: leave the other one empty."};
  }
  std::unique_ptr<Renderer> renderer;
  if (!choice.shader_file.empty()) {
    renderer = std::make_unique<ShaderRenderer>(choice.shader_file, choice.shader_reload);
  } else if (!choice.library.empty()) {
    renderer = std::make_unique<LibraryRenderer>(choice.library);
  } else if (!choice.frames.empty()) {
    renderer = std::make_unique<FramesRenderer>();
  } else {
    renderer = std::make_unique<SceneRenderer>(choice.scene, choice.seed);
  }
  return renderer;
}

}  // namespace gimbal

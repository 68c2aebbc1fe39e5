#include "lib/scene/scene.hpp"

#include <algorithm>

namespace gimbal {

std::optional<Rect> clip(Rect rect, int width, int height) {
  const int left = std::clamp(rect.x, 0, width);
  const int top = std::clamp(rect.y, 0, height);
  const int right = std::clamp(rect.x + rect.w, 0, width);
  const int bottom = std::clamp(rect.y + rect.h, 0, height);
  if (right <= left || bottom <= top) {
    return std::nullopt;
  }
  return Rect{left, top, right - left, bottom - top, rect.color};
}

namespace {

std::vector<Rect> draw_unclipped(Scene scene, double seconds, int width, int height,
                                 std::uint64_t seed) {
  switch (scene) {
    case Scene::kCourt:
      return draw_court(seconds, width, height, seed);
    case Scene::kGradient:
      return draw_gradient(seconds, width, height);
    case Scene::kBars:
      break;
  }
  return draw_bars(seconds, width, height);
}

}  // namespace

std::vector<Rect> draw_scene(Scene scene, double seconds, int width, int height,
                             std::uint64_t seed) {
  const std::vector<Rect> drawn = draw_unclipped(scene, seconds, width, height, seed);
  std::vector<Rect> visible;
  visible.reserve(drawn.size());
  for (const Rect& rect : drawn) {
    if (const auto inside = clip(rect, width, height)) {
      visible.push_back(*inside);
    }
  }
  return visible;
}

std::vector<Box> scene_boxes(Scene scene, double seconds, int width, int height,
                             std::uint64_t seed) {
  return scene == Scene::kCourt ? court_boxes(seconds, width, height, seed) : std::vector<Box>{};
}

const char* scene_name(Scene scene) {
  switch (scene) {
    case Scene::kCourt:
      return "court";
    case Scene::kGradient:
      return "gradient";
    case Scene::kBars:
      break;
  }
  return "bars";
}

std::optional<Scene> scene_from_name(std::string_view name) {
  for (const Scene scene : {Scene::kBars, Scene::kCourt, Scene::kGradient}) {
    if (name == scene_name(scene)) {
      return scene;
    }
  }
  return std::nullopt;
}

}  // namespace gimbal

// Built-in scenes as lists of coloured rectangles: deterministic, drawn by whoever has a surface.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/scene/box.hpp"

namespace gimbal {

struct Color {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;

  bool operator==(const Color&) const = default;
};

/// A filled rectangle in pixels, origin top left. May reach outside the picture: see `clip`.
struct Rect {
  int x = 0;
  int y = 0;
  int w = 0;
  int h = 0;
  Color color;
};

enum class Scene { kBars, kCourt, kGradient };

/// What chance decides in a scene where nobody chose a seed.
inline constexpr std::uint64_t kDefaultSeed = 1;

/// The rectangles of `scene` at `seconds` since its start, in drawing order (later ones on top),
/// clipped to `width` x `height` pixels. The same arguments give the same list.
std::vector<Rect> draw_scene(Scene scene, double seconds, int width, int height,
                             std::uint64_t seed = kDefaultSeed);

/// The exact boxes of what `draw_scene` shows for the same arguments, sorted by id; also of what is
/// hidden behind something else. A scene that shows no things has none.
std::vector<Box> scene_boxes(Scene scene, double seconds, int width, int height,
                             std::uint64_t seed = kDefaultSeed);

/// `rect` cut to a picture of `width` x `height`; empty where nothing is left.
std::optional<Rect> clip(Rect rect, int width, int height);

/// "bars", "court", "gradient".
const char* scene_name(Scene scene);

/// The scene of that name; empty where there is none.
std::optional<Scene> scene_from_name(std::string_view name);

// One drawing function a scene; they may return rectangles that reach outside the picture.
std::vector<Rect> draw_bars(double seconds, int width, int height);
std::vector<Rect> draw_court(double seconds, int width, int height, std::uint64_t seed);
std::vector<Rect> draw_gradient(double seconds, int width, int height);

std::vector<Box> court_boxes(double seconds, int width, int height, std::uint64_t seed);

}  // namespace gimbal

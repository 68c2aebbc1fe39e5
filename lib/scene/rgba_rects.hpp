// Draws coloured rectangles into an RGBA picture in memory.
#pragma once

#include <vector>

#include "lib/pixel/plane.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

/// Draws `rects` in order over all of `rgba` (8 bits each of R, G, B and A, which becomes 255; its
/// width is in pixels). They lie within it and cover it (see `draw_scene`).
void draw_rects(const std::vector<Rect>& rects, const MutablePlane& rgba);

/// The same for rectangles that need not cover the picture: what is beside them stays.
void draw_rects_over(const std::vector<Rect>& rects, const MutablePlane& rgba);

}  // namespace gimbal

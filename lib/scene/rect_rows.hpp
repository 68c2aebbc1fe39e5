// Rows of a picture of coloured rectangles, in RGBA.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/scene/scene.hpp"

namespace gimbal {

/// For each of `height` rows and the one below the last, whether it may differ from the one above:
/// whether one of `rects`, which lie within the picture, begins or ends there. Row 0 always may.
std::vector<bool> rows_with_edges(const std::vector<Rect>& rects, int height);

/// Draws `rect` to `row`, which it crosses: R, G, B, 255 in the order of memory, a pixel for
/// each column.
void draw_in_row(const Rect& rect, std::uint32_t* row);

/// Draws what row `y` shows of `rects`, in order, to `row`, as above. Pixels that no rectangle
/// covers stay as they are.
void draw_row(const std::vector<Rect>& rects, int y, std::uint32_t* row);

}  // namespace gimbal

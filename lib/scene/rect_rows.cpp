#include "lib/scene/rect_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace gimbal {

std::vector<bool> rows_with_edges(const std::vector<Rect>& rects, int height) {
  std::vector<bool> edges(static_cast<std::size_t>(height) + 1);
  edges[0] = true;
  for (const Rect& rect : rects) {
    edges[static_cast<std::size_t>(rect.y)] = true;
    edges[static_cast<std::size_t>(rect.y + rect.h)] = true;
  }
  return edges;
}

void draw_in_row(const Rect& rect, std::uint32_t* row) {
  const std::array<std::uint8_t, 4> rgba{rect.color.r, rect.color.g, rect.color.b, 255};
  std::fill_n(row + rect.x, rect.w, std::bit_cast<std::uint32_t>(rgba));
}

void draw_row(const std::vector<Rect>& rects, int y, std::uint32_t* row) {
  for (const Rect& rect : rects) {
    if (y >= rect.y && y < rect.y + rect.h) {
      draw_in_row(rect, row);
    }
  }
}

}  // namespace gimbal

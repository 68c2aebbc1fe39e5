#include "lib/scene/rgba_rects.hpp"

#include <cstdint>
#include <cstring>

#include "lib/scene/rect_rows.hpp"

namespace gimbal {
namespace {

std::uint32_t* pixels_of(const MutablePlane& rgba, int y) {
  return reinterpret_cast<std::uint32_t*>(rgba.row(y));
}

}  // namespace

void draw_rects(const std::vector<Rect>& rects, const MutablePlane& rgba) {
  const std::vector<bool> edges = rows_with_edges(rects, rgba.height);
  for (int y = 0; y < rgba.height; ++y) {
    if (edges[static_cast<std::size_t>(y)]) {
      draw_row(rects, y, pixels_of(rgba, y));
    } else {
      std::memcpy(rgba.row(y), rgba.row(y - 1),
                  sizeof(std::uint32_t) * static_cast<std::size_t>(rgba.width));
    }
  }
}

void draw_rects_over(const std::vector<Rect>& rects, const MutablePlane& rgba) {
  for (const Rect& rect : rects) {
    for (int y = rect.y; y < rect.y + rect.h; ++y) {
      draw_in_row(rect, pixels_of(rgba, y));
    }
  }
}

}  // namespace gimbal

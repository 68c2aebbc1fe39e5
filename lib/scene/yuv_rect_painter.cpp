#include "lib/scene/yuv_rect_painter.hpp"

#include <algorithm>
#include <cstring>

#include "lib/scene/rect_rows.hpp"

namespace gimbal {

namespace {

/// Copies the row of chroma above to `row`.
void repeat_row(std::uint8_t* row, std::ptrdiff_t stride, std::size_t bytes) {
  std::memcpy(row, row - stride, bytes);
}

}  // namespace

void YuvRectPainter::paint(const std::vector<Rect>& rects, const MutablePlane& luma,
                           const ChromaOutput& chroma, const YuvCoefficients& coefficients) {
  const auto width = static_cast<std::size_t>(luma.width);
  const std::size_t chroma_bytes = (width + 1) / 2 * static_cast<std::size_t>(chroma.step);
  rows_.resize(2 * width);
  const std::vector<bool> edges = rows_with_edges(rects, luma.height);
  ChromaOutput out = chroma;
  for (int y = 0; y < luma.height; y += 2, out.u += out.stride, out.v += out.stride) {
    const int count = std::min(2, luma.height - y);
    const auto edge = edges.begin() + y;
    if (y > 0 && !edge[-1] && !edge[0] && !edge[1]) {
      for (int row = y; row < y + count; ++row) {
        std::memcpy(luma.row(row), luma.row(row - 2), width);
      }
      repeat_row(out.u, out.stride, chroma_bytes);
      if (out.step == 1) {
        repeat_row(out.v, out.stride, chroma_bytes);
      }
      continue;
    }
    draw_row(rects, y, rows_.data());
    if (edge[1]) {
      draw_row(rects, y + count - 1, rows_.data() + width);
    }
    // Two rows that are the same are one row, and no way from it to the next.
    const std::ptrdiff_t stride = edge[1] ? 4 * luma.width : 0;
    rgba_to_yuv420({reinterpret_cast<const std::uint8_t*>(rows_.data()), stride, luma.width, count},
                   {luma.row(y), luma.stride, luma.width, count}, out, coefficients);
  }
}

}  // namespace gimbal

#include "lib/scene/rgba_rect_painter.hpp"

#include <algorithm>
#include <iterator>

#include "lib/scene/rect_rows.hpp"

namespace gimbal {

namespace {

/// A quarter of the second-level cache of a small processor.
constexpr std::size_t kBandBytes = 64 * 1024;

int rows_of_band(std::size_t width) {
  return static_cast<int>(std::max<std::size_t>(kBandBytes / (width * sizeof(std::uint32_t)), 1));
}

using Edges = std::vector<bool>::const_iterator;

bool all_like_the_row_above(Edges begin, Edges end) {
  return std::none_of(begin, end, [](bool edge) { return edge; });
}

}  // namespace

void RgbaRectPainter::draw_band(const std::vector<Rect>& rects, Edges edges, int first, int count,
                                std::size_t width) {
  in_band_.clear();
  std::copy_if(rects.begin(), rects.end(), std::back_inserter(in_band_),
               [&](const Rect& rect) { return rect.y < first + count && rect.y + rect.h > first; });
  const std::uint32_t* above = last_row_;
  for (int i = 0; i < count; ++i) {
    std::uint32_t* row = band_.data() + width * static_cast<std::size_t>(i);
    if (edges[i]) {
      draw_row(in_band_, first + i, row);
    } else if (row != above) {
      std::copy_n(above, width, row);
    }
    above = row;
  }
  last_row_ = above;
}

void RgbaRectPainter::paint(const std::vector<Rect>& rects, int width, int height,
                            const UseBand& use) {
  const auto row_pixels = static_cast<std::size_t>(width);
  const int rows = rows_of_band(row_pixels);
  band_.resize(row_pixels * static_cast<std::size_t>(rows));
  const std::vector<bool> edges = rows_with_edges(rects, height);
  bool uniform = false;  // whether the rows in the band are all the same
  for (int first = 0; first < height; first += rows) {
    const int count = std::min(rows, height - first);
    const auto begin = edges.begin() + first;
    if (!uniform || !all_like_the_row_above(begin, begin + count)) {
      draw_band(rects, begin, first, count, row_pixels);
      uniform = all_like_the_row_above(begin + 1, begin + count);
    }
    use(reinterpret_cast<const std::uint8_t*>(band_.data()), first, count);
  }
}

}  // namespace gimbal

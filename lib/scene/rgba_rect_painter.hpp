// Draws coloured rectangles in RGBA, a band of rows at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "lib/scene/scene.hpp"

namespace gimbal {

/// For whoever copies the picture elsewhere: a band stays in the processor's cache, and where the
/// rows of a band are those of the band before, it is not even drawn again.
class RgbaRectPainter {
 public:
  /// `count` rows from `first` on, RGBA8 without padding, valid until it returns.
  using UseBand = std::function<void(const std::uint8_t* pixels, int first, int count)>;

  /// Draws `rects` in order, which lie within a picture of `width` x `height` and cover it (see
  /// `draw_scene`), and gives all rows to `use` from the top down.
  void paint(const std::vector<Rect>& rects, int width, int height, const UseBand& use);

 private:
  void draw_band(const std::vector<Rect>& rects, std::vector<bool>::const_iterator edges, int first,
                 int count, std::size_t width);

  std::vector<std::uint32_t> band_;
  std::vector<Rect> in_band_;
  const std::uint32_t* last_row_ = nullptr;  // of the band that was drawn last
};

}  // namespace gimbal

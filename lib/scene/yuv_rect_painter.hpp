// Draws coloured rectangles into 8-bit 4:2:0 planes: a scene without a GPU.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/pixel/rgba_to_yuv.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

/// The picture is, byte for byte, what drawing the rectangles in RGBA and converting that with
/// `rgba_to_yuv420` gives. But only rows that differ from those above are drawn and converted; the
/// others are copied, which in a picture of rectangles is most of them.
class YuvRectPainter {
 public:
  /// Draws `rects` in order; they lie within the picture (see `draw_scene`) and cover it. `luma`
  /// has the picture's size, `chroma` half of it, rounded up.
  void paint(const std::vector<Rect>& rects, const MutablePlane& luma, const ChromaOutput& chroma,
             const YuvCoefficients& coefficients);

 private:
  std::vector<std::uint32_t> rows_;  // two of RGBA
};

}  // namespace gimbal

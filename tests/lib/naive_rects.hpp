// Coloured rectangles as the tests see them: drawn pixel by pixel, and anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "lib/scene/scene.hpp"

namespace gimbal {

/// RGBA8 without padding; alpha is 255.
inline std::vector<std::uint8_t> draw_naively(const std::vector<Rect>& rects, int width,
                                              int height) {
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(4 * width * height), 255);
  for (const Rect& rect : rects) {
    for (int y = rect.y; y < rect.y + rect.h; ++y) {
      for (int x = rect.x; x < rect.x + rect.w; ++x) {
        std::uint8_t* pixel = &rgba[static_cast<std::size_t>(4 * (y * width + x))];
        pixel[0] = rect.color.r;
        pixel[1] = rect.color.g;
        pixel[2] = rect.color.b;
      }
    }
  }
  return rgba;
}

/// A rectangle that covers the picture and up to `most` over it, cut off at its edges.
inline std::vector<Rect> random_rects(std::mt19937& random, int width, int height, int most) {
  const auto below = [&random](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  std::vector<Rect> rects{{0, 0, width, height, {1, 2, 3}}};
  for (int i = below(most); i >= 0; --i) {
    const Rect rect{below(width) - 5,
                    below(height) - 5,
                    below(20),
                    below(20),
                    {static_cast<std::uint8_t>(below(256)), static_cast<std::uint8_t>(below(256)),
                     static_cast<std::uint8_t>(below(256))}};
    if (const auto inside = clip(rect, width, height)) {
      rects.push_back(*inside);
    }
  }
  return rects;
}

}  // namespace gimbal

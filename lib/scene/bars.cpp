// Colour bars with a block that sweeps below them. No symmetry: a flipped or mirrored picture, or
// one with red and blue exchanged, is seen at once.
#include <cmath>

#include "lib/scene/scene.hpp"

namespace gimbal {

namespace {

constexpr std::array<Color, 7> kBars = {{{235, 235, 235},
                                         {235, 235, 16},
                                         {16, 235, 235},
                                         {16, 235, 16},
                                         {235, 16, 235},
                                         {235, 16, 16},
                                         {16, 16, 235}}};
constexpr Color kFloor{24, 26, 32};
constexpr Color kBlock{235, 235, 235};
constexpr double kSweepSeconds = 4.0;  // slow enough to follow by eye, visible at 1 fps

}  // namespace

std::vector<Rect> draw_bars(double seconds, int width, int height) {
  const int bars_height = height * 3 / 4;
  const int count = static_cast<int>(kBars.size());
  std::vector<Rect> rects;
  for (int i = 0; i < count; ++i) {
    const int left = width * i / count;
    const int right = width * (i + 1) / count;
    rects.push_back({left, 0, right - left, bars_height, kBars[static_cast<std::size_t>(i)]});
  }
  rects.push_back({0, bars_height, width, height - bars_height, kFloor});
  const int block = height / 8;
  const double phase = std::fmod(seconds, kSweepSeconds) / kSweepSeconds;
  const int left = static_cast<int>(std::lround(phase * (width - block)));
  rects.push_back({left, height - block - height / 16, block, block, kBlock});
  return rects;
}

}  // namespace gimbal

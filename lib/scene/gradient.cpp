// Smooth ramps that drift. Banding shows as steps, a wrong range as clipped ends, a wrong matrix as
// a tint or a brightness that is not the one of a neighbour.
#include <algorithm>
#include <array>
#include <cmath>

#include "lib/scene/scene.hpp"

namespace gimbal {

namespace {

/// One ramp across the picture: `dark` at its left end, `light` at its right one, and back.
struct Ramp {
  Color dark;
  Color light;
};

// The shallow one is where too few bits show first.
constexpr std::array<Ramp, 6> kRamps = {{{{0, 0, 0}, {255, 255, 255}},
                                         {{16, 16, 16}, {48, 48, 48}},
                                         {{0, 0, 0}, {255, 0, 0}},
                                         {{0, 0, 0}, {0, 255, 0}},
                                         {{0, 0, 0}, {0, 0, 255}},
                                         {{0, 255, 255}, {255, 0, 0}}}};
constexpr double kDriftSeconds = 40;  // for the way there and back

/// 0 to 1 and back to 0 as `phase` goes from 0 to 1, and again.
double there_and_back(double phase) {
  return 1 - std::fabs(1 - 2 * (phase - std::floor(phase)));
}

std::uint8_t between(std::uint8_t from, std::uint8_t to, double part) {
  return static_cast<std::uint8_t>(std::lround(from + part * (to - from)));
}

Color color_of(const Ramp& ramp, double part) {
  return {between(ramp.dark.r, ramp.light.r, part), between(ramp.dark.g, ramp.light.g, part),
          between(ramp.dark.b, ramp.light.b, part)};
}

/// Neighbouring columns of one colour are one rectangle.
void add_ramp(const Ramp& ramp, double drift, int width, int top, int height,
              std::vector<Rect>& rects) {
  int left = 0;
  Color color = color_of(ramp, there_and_back(drift));
  for (int x = 1; x < width; ++x) {
    const Color next = color_of(ramp, there_and_back(drift + 0.5 * x / width));
    if (!(next == color)) {
      rects.push_back({left, top, x - left, height, color});
      left = x;
      color = next;
    }
  }
  rects.push_back({left, top, width - left, height, color});
}

}  // namespace

std::vector<Rect> draw_gradient(double seconds, int width, int height) {
  const int count = static_cast<int>(kRamps.size());
  const double drift = seconds / kDriftSeconds;
  std::vector<Rect> rects;
  for (int i = 0; i < count; ++i) {
    const int top = height * i / count;
    add_ramp(kRamps.at(static_cast<std::size_t>(i)), drift, width, top,
             height * (i + 1) / count - top, rects);
  }
  return rects;
}

}  // namespace gimbal

// The things on the court as they are drawn, each with its exact box.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/scene/box.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

/// One thing in the picture; its box is what its parts cover, before they are rounded to pixels.
struct CourtFigure {
  Box box;
  std::vector<Rect> parts;
};

/// Ten players (id 1 to 5 home, 6 to 10 away) and the ball (id 11) at `seconds`, in drawing order:
/// what is nearer to the camera comes later. Parts are not clipped and may be empty where the
/// picture is tiny.
std::vector<CourtFigure> court_figures(double seconds, int width, int height, std::uint64_t seed);

}  // namespace gimbal

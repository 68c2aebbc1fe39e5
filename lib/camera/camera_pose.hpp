// Where a camera is and how it moves, on all three axes.
#pragma once

#include <cmath>

#include "lib/camera/crop.hpp"
#include "lib/camera/motion_axis.hpp"

namespace gimbal {

struct CameraPose {
  AxisState x;     ///< centre, fractions of the source's width
  AxisState y;     ///< centre, fractions of the source's height
  AxisState zoom;  ///< octaves: 0 is the largest crop, 1 half its width

  Framing framing() const { return {x.position, y.position, std::exp2(zoom.position)}; }
};

inline CameraPose resting_at(const Framing& framing) {
  return {{framing.center_x, 0, 0}, {framing.center_y, 0, 0}, {std::log2(framing.zoom), 0, 0}};
}

}  // namespace gimbal

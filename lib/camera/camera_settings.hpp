// Everything that can be set on a virtual camera.
#pragma once

#include <string>
#include <vector>

#include "lib/camera/crop.hpp"

namespace gimbal {

enum class CameraMode {
  kManual,  ///< goes where it is told
  kFollow,  ///< follows what detectors see, unless an operator steers
  kHold,    ///< stays where it is, whatever anybody says
};

struct CameraSettings {
  CameraMode mode = CameraMode::kManual;
  Framing home;
};

}  // namespace gimbal

// Whom a virtual camera listens to, and what that is called from outside.
#pragma once

#include <optional>
#include <string_view>

namespace gimbal {

enum class CameraMode {
  kManual,  ///< goes where it is told
  kFollow,  ///< follows what detectors see, unless an operator steers
  kHold,    ///< stays where it is, whatever anybody says
};

/// "manual", "follow", "hold".
const char* name_of(CameraMode mode);

/// The mode of that name; empty where there is none.
std::optional<CameraMode> camera_mode_of(std::string_view name);

}  // namespace gimbal

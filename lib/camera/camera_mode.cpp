#include "lib/camera/camera_mode.hpp"

namespace gimbal {

const char* name_of(CameraMode mode) {
  switch (mode) {
    case CameraMode::kManual:
      return "manual";
    case CameraMode::kFollow:
      return "follow";
    case CameraMode::kHold:
      break;
  }
  return "hold";
}

std::optional<CameraMode> camera_mode_of(std::string_view name) {
  for (const CameraMode mode : {CameraMode::kManual, CameraMode::kFollow, CameraMode::kHold}) {
    if (name == name_of(mode)) {
      return mode;
    }
  }
  return std::nullopt;
}

}  // namespace gimbal

// What detectors call what they see.
#pragma once

#include <string_view>

namespace gimbal {

/// Of a target's `cls`; COCO's classes have the second name.
inline bool is_ball(std::string_view cls) {
  return cls == "ball" || cls == "sports ball";
}

}  // namespace gimbal

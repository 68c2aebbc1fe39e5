// The models of motion that ours is compared with, as cameras.
#pragma once

#include <string>
#include <vector>

#include "tests/camera/camera_report.hpp"

namespace gimbal {

struct ReferenceModel {
  std::string name;
  Camera camera;
};

/// All of them, from the plainest on. They are told the same as ours, and live.
std::vector<ReferenceModel> reference_models();

}  // namespace gimbal

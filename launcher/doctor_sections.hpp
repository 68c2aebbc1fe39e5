// What `gimbal doctor` looks at.
#pragma once

#include <vector>

#include "launcher/doctor_report.hpp"

namespace gimbal {

/// Looks at this machine: versions, elements, EGL, CUDA, encoders, GStreamer's registry, and what
/// `gimbal stream` would be made of. Opens devices and encodes pictures: it takes seconds.
std::vector<Section> examine_machine();

}  // namespace gimbal

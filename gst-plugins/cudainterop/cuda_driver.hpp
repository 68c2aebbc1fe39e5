// Is there an NVIDIA driver with the device that was asked for?
#pragma once

#include <optional>

#include "lib/base/result.hpp"

namespace gimbal::cudainterop {

/// Loads and initialises the driver. `device` is a CUDA ordinal, -1 for any. The error says what is
/// missing and what to do. No other CUDA function may be called before this has returned nothing:
/// gstreamer-cuda aborts the process when its library is not loaded.
std::optional<Error> check_driver(int device);

}  // namespace gimbal::cudainterop

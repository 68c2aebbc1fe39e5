// What a frame costs on its way from an OpenGL texture to CUDA memory, step by step: with the
// plugin's own classes, outside of any element.
#pragma once

#include "tests/bench/gpu/setting.hpp"
#include "tests/bench/gpu/spread.hpp"

namespace gimbal {

/// All in microseconds a frame.
struct KernelTimes {
  Spread gpu;           ///< the conversion alone, on the GPU
  Spread events;        ///< what of that is measuring: two events with nothing between them
  Spread map_to_unmap;  ///< wall time on the GL thread, waiting for the GPU included
  Spread switching;     ///< what of that is switching: mapped and unmapped, nothing between
};

/// Each frame was drawn just before, as in a stream. Gives up on errors.
KernelTimes time_kernel(const Setting& setting, PictureSize size);

}  // namespace gimbal

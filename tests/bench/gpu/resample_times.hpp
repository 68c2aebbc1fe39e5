// What virtualptz's resampling in CUDA memory costs on the GPU: its kernel alone, outside of any
// element.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/gpu/setting.hpp"
#include "tests/bench/gpu/spread.hpp"

namespace gimbal {

struct ResampleTimes {
  std::string method;
  Spread gpu_us;
};

/// NV12 of that size made half as wide and half as high, with each method. Frames take turns, so
/// that none is still in the GPU's cache. Gives up on errors.
std::vector<ResampleTimes> time_resampling(const Setting& setting, PictureSize size);

}  // namespace gimbal

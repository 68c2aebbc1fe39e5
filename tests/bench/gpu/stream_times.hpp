// What whole pipelines cost that bring textures to CUDA memory, ours and others, from outside.
#pragma once

#include <string>

#include "lib/base/result.hpp"
#include "tests/bench/gpu/setting.hpp"
#include "tests/bench/gpu/spread.hpp"

namespace gimbal {

struct StreamTimes {
  int pipelines = 0;
  double frames_a_second = 0;  ///< of all together
  double cpu_ms = 0;           ///< of the process, a frame
};

/// Runs `eglsrc ! WAY fakesink` in `pipelines` pipelines at once. `way` ends in "!" or is empty.
Result<StreamTimes> time_streams(const Setting& setting, PictureSize size, const std::string& way,
                                 int pipelines);

/// Microseconds from a texture that is drawn to its frame that is complete in CUDA memory, one
/// frame at a time with the GPU waited for on both sides.
Result<Spread> time_frames(const Setting& setting, PictureSize size, const std::string& way);

}  // namespace gimbal

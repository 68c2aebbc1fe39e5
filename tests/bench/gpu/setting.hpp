// What all measurements of the bench share.
#pragma once

#include <gst/cuda/gstcudacontext.h>

#include <string>

#include "tests/gpu/nvidia_gpu.hpp"

namespace gimbal {

struct PictureSize {
  int width = 0;
  int height = 0;
};

struct Setting {
  const CudaDriver& driver;
  GstCudaContext* cuda;  ///< of every pipeline: else each would make one of its own
  std::string shader;    ///< a file: what is drawn
  int frames = 300;      ///< measured of each thing, at least
  double seconds = 1;    ///< that streams are counted, at least
};

/// Frames before the first that is measured: pools are filled, textures registered, kernels loaded.
inline constexpr int kWarmUpFrames = 30;

}  // namespace gimbal

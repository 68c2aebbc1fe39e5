// What the kernel is told of a frame, but for its memory: maps, filters, tiles.
#pragma once

#include <optional>

#include "gst-plugins/virtualptz/cuda/resample.h"
#include "lib/base/result.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal::resample {

/// What stays the same from frame to frame. Sizes are of luma.
struct StreamFormat {
  int in_width = 0;
  int in_height = 0;
  int out_width = 0;
  int out_height = 0;
  SampleGrid chroma_horizontal = kChromaCosited;
  SampleGrid chroma_vertical = kChromaCentered;
  ResampleMethod method = ResampleMethod::kAuto;
  int black_luma = 16;  ///< as samples are stored: P010's are 64 times the ten bits
  int black_chroma = 128;
};

/// A frame without memory. The error: the picture gets smaller than a block's shared memory allows.
Result<Frame> lay_out(const StreamFormat& format, const Placement& placement);

}  // namespace gimbal::resample

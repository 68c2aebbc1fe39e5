// Where the planes of a frame lie in CUDA memory.
#pragma once

#include <gst/cuda/gstcudamemory.h>

#include "gst-plugins/support/mapped_memory.hpp"
#include "gst-plugins/virtualptz/cuda/resample.h"

namespace gimbal::resample {

/// The memory knows its own layout; that of the caps is not what was allocated.
inline const GstVideoInfo& layout_of(const GstMemory* memory) {
  return reinterpret_cast<const GstCudaMemory*>(memory)->info;
}

/// CUDA memory, mapped with GST_MAP_CUDA.
struct FrameMemory {
  const GstMemory* memory;
  const MappedMemory& mapped;

  std::uint8_t* plane(guint i) const {
    return mapped.data() + GST_VIDEO_INFO_PLANE_OFFSET(&layout_of(memory), i);
  }
  int stride(guint i) const { return GST_VIDEO_INFO_PLANE_STRIDE(&layout_of(memory), i); }
};

/// Has `frame` go from one to the other.
inline void put_in_memory(Frame& frame, const FrameMemory& from, const FrameMemory& to) {
  for (guint i = 0; i < kPlanes; ++i) {
    Plane& plane = frame.planes[i];
    plane.in = from.plane(i);
    plane.in_stride = from.stride(i);
    plane.out = to.plane(i);
    plane.out_stride = to.stride(i);
  }
}

}  // namespace gimbal::resample

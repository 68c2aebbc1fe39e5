// The planes of an NV12 frame in CUDA memory.
#pragma once

#include <gst/cuda/gstcudamemory.h>

#include "gst-plugins/cudainterop/convert.h"
#include "gst-plugins/support/mapped_memory.hpp"

namespace gimbal::cudainterop {

/// `mapped` is `memory`, mapped with GST_MAP_CUDA. The memory knows its own layout; that of the
/// caps is not what was allocated.
inline Nv12Target nv12_target(const GstMemory* memory, const MappedMemory& mapped) {
  const GstVideoInfo& info = reinterpret_cast<const GstCudaMemory*>(memory)->info;
  return {mapped.data() + GST_VIDEO_INFO_PLANE_OFFSET(&info, 0),
          mapped.data() + GST_VIDEO_INFO_PLANE_OFFSET(&info, 1),
          GST_VIDEO_INFO_PLANE_STRIDE(&info, 0),
          GST_VIDEO_INFO_PLANE_STRIDE(&info, 1),
          GST_VIDEO_INFO_WIDTH(&info),
          GST_VIDEO_INFO_HEIGHT(&info)};
}

}  // namespace gimbal::cudainterop

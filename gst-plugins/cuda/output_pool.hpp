// Pools of CUDA memory for an element's output.
#pragma once

#include <gst/cuda/gstcudacontext.h>
#include <gst/gst.h>

#include "gst-plugins/cuda/cuda_stream.hpp"
#include "gst-plugins/support/handles.hpp"

namespace gimbal {

/// The context that downstream's pool of CUDA memory is in, by an answered ALLOCATION query; null
/// where it has none.
CudaContextHandle context_of_offered_pool(GstQuery* query);

/// Makes the query's first pool one of CUDA memory in the context of `stream`: downstream's if it
/// has one in that context, else a new one. False where the GPU has no memory left.
bool choose_cuda_pool(GstQuery* query, const CudaStream& stream);

}  // namespace gimbal

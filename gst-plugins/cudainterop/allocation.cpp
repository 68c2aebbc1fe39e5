// Buffers: what cudainterop wants from upstream, and CUDA memory in downstream's context for
// output.
#include <gst/gl/gl.h>

#include "gst-plugins/cuda/output_pool.hpp"
#include "gst-plugins/cudainterop/cudainterop.hpp"

namespace gimbal::cudainterop {
namespace {

/// Moves to the context that downstream's pool is in, so that nothing is copied behind us.
bool join_context(GimbalCudaInterop* self, GstCudaContext* downstream) {
  const auto ours = cuda_context(self);
  if (downstream == ours.get()) {
    return true;
  }
  const int wanted = wanted_device(self);
  const int theirs = device_of(downstream);
  if (wanted != kAnyDevice && wanted != theirs) {
    fail(self, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS,
         "cuda-device asks for " + describe_device(wanted) + ", but downstream works on " +
             describe_device(theirs) + ". Set cuda-device=" + std::to_string(theirs) +
             ", or take an encoder of the first.");
    return false;
  }
  self->state->session.reset();
  self->shared->cuda.replace(
      CudaContextHandle(static_cast<GstCudaContext*>(gst_object_ref(downstream))));
  set_status(self, false, device_name(theirs));
  return true;
}

}  // namespace

gboolean propose_allocation(GstBaseTransform*, GstQuery*, GstQuery* query) {
  // No pool: OpenGL elements make their own in their own context.
  gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
  gst_query_add_allocation_meta(query, GST_GL_SYNC_META_API_TYPE, nullptr);
  return TRUE;
}

gboolean decide_pool(GimbalCudaInterop* self, GstQuery* query) {
  const auto offered = context_of_offered_pool(query);
  if (offered && !join_context(self, offered.get())) {
    return FALSE;
  }
  if (!choose_cuda_pool(query, *cuda_stream(self))) {
    fail(self, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT,
         "No CUDA memory for output frames on " +
             describe_device(device_of(cuda_context(self).get())) +
             ". Check nvidia-smi for free memory.");
    return FALSE;
  }
  return TRUE;
}

}  // namespace gimbal::cudainterop

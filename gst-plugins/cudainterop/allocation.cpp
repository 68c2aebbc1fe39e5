// Buffers: what cudainterop wants from upstream, and CUDA memory in downstream's context for
// output.
#include <gst/cuda/gstcudabufferpool.h>
#include <gst/gl/gl.h>

#include "gst-plugins/cudainterop/cudainterop.hpp"

namespace gimbal::cudainterop {
namespace {

using PoolHandle = GstObjectHandle<GstBufferPool>;

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
  replace_cuda_context(self,
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
  GstCaps* caps = nullptr;
  gst_query_parse_allocation(query, &caps, nullptr);
  GstBufferPool* offered = nullptr;
  auto size = static_cast<guint>(GST_VIDEO_INFO_SIZE(&self->state->output));
  guint min = 0;
  guint max = 0;
  const bool any_offered = gst_query_get_n_allocation_pools(query) > 0;
  if (any_offered) {
    gst_query_parse_nth_allocation_pool(query, 0, &offered, &size, &min, &max);
  }
  PoolHandle pool(offered);
  if (pool && GST_IS_CUDA_BUFFER_POOL(pool.get())) {
    if (!join_context(self, GST_CUDA_BUFFER_POOL_CAST(pool.get())->context)) {
      return FALSE;
    }
  } else {
    pool.reset(gst_cuda_buffer_pool_new(cuda_context(self).get()));
  }
  GstStructure* config = gst_buffer_pool_get_config(pool.get());
  gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_config_set_params(config, caps, size, min, max);
  cuda_stream(self)->announce(config);
  if (gst_buffer_pool_set_config(pool.get(), config) == FALSE) {
    fail(self, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT,
         "No CUDA memory for output frames on " +
             describe_device(device_of(cuda_context(self).get())) +
             ". Check nvidia-smi for free memory.");
    return FALSE;
  }
  // The pool knows how large its memory is.
  const StructureHandle decided(gst_buffer_pool_get_config(pool.get()));
  gst_buffer_pool_config_get_params(decided.get(), nullptr, &size, nullptr, nullptr);
  if (any_offered) {
    gst_query_set_nth_allocation_pool(query, 0, pool.get(), size, min, max);
  } else {
    gst_query_add_allocation_pool(query, pool.get(), size, min, max);
  }
  return TRUE;
}

}  // namespace gimbal::cudainterop

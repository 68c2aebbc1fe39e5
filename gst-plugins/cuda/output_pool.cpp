#include "gst-plugins/cuda/output_pool.hpp"

#include <gst/cuda/gstcudabufferpool.h>

namespace gimbal {

namespace {

using PoolHandle = GstObjectHandle<GstBufferPool>;

struct Offer {
  PoolHandle pool;  // of CUDA memory, or null
  guint size = 0;
  guint min = 0;
  guint max = 0;
};

Offer first_offer(GstQuery* query) {
  Offer offer;
  if (gst_query_get_n_allocation_pools(query) > 0) {
    GstBufferPool* pool = nullptr;
    gst_query_parse_nth_allocation_pool(query, 0, &pool, &offer.size, &offer.min, &offer.max);
    offer.pool.reset(pool);
  }
  if (offer.pool && !GST_IS_CUDA_BUFFER_POOL(offer.pool.get())) {
    offer.pool.reset();
  }
  return offer;
}

GstCudaContext* context_of(const PoolHandle& pool) {
  return GST_CUDA_BUFFER_POOL_CAST(pool.get())->context;
}

}  // namespace

CudaContextHandle context_of_offered_pool(GstQuery* query) {
  const Offer offer = first_offer(query);
  return CudaContextHandle(
      offer.pool ? static_cast<GstCudaContext*>(gst_object_ref(context_of(offer.pool))) : nullptr);
}

bool choose_cuda_pool(GstQuery* query, const CudaStream& stream) {
  GstCaps* caps = nullptr;
  gst_query_parse_allocation(query, &caps, nullptr);
  Offer chosen = first_offer(query);
  if (!chosen.pool || context_of(chosen.pool) != stream.context()) {
    chosen.pool.reset(gst_cuda_buffer_pool_new(stream.context()));
  }
  GstVideoInfo info;
  if (chosen.size == 0 && gst_video_info_from_caps(&info, caps) != FALSE) {
    chosen.size = static_cast<guint>(GST_VIDEO_INFO_SIZE(&info));
  }
  GstStructure* config = gst_buffer_pool_get_config(chosen.pool.get());
  gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_config_set_params(config, caps, chosen.size, chosen.min, chosen.max);
  stream.announce(config);
  if (gst_buffer_pool_set_config(chosen.pool.get(), config) == FALSE) {
    return false;
  }
  // The pool knows how large its memory is.
  const StructureHandle decided(gst_buffer_pool_get_config(chosen.pool.get()));
  gst_buffer_pool_config_get_params(decided.get(), nullptr, &chosen.size, nullptr, nullptr);
  if (gst_query_get_n_allocation_pools(query) > 0) {
    gst_query_set_nth_allocation_pool(query, 0, chosen.pool.get(), chosen.size, chosen.min,
                                      chosen.max);
  } else {
    gst_query_add_allocation_pool(query, chosen.pool.get(), chosen.size, chosen.min, chosen.max);
  }
  return true;
}

}  // namespace gimbal

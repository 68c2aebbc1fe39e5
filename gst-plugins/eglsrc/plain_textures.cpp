#include "gst-plugins/eglsrc/plain_textures.hpp"

#include <gst/gl/gl.h>

#include "gst-plugins/support/handles.hpp"

namespace gimbal::eglsrc {

bool use_plain_textures(GstQuery* query) {
  if (gst_query_get_n_allocation_pools(query) == 0) {
    return false;
  }
  GstBufferPool* raw_pool = nullptr;
  gst_query_parse_nth_allocation_pool(query, 0, &raw_pool, nullptr, nullptr, nullptr);
  const GstObjectHandle<GstBufferPool> pool(raw_pool);
  const GstObjectHandle<GstAllocator> allocator(gst_allocator_find(GST_GL_MEMORY_ALLOCATOR_NAME));
  if (!pool || !GST_IS_GL_BUFFER_POOL(pool.get()) || !allocator) {
    return false;
  }
  GstStructure* config = gst_buffer_pool_get_config(pool.get());
  gst_buffer_pool_config_set_allocator(config, allocator.get(), nullptr);
  return gst_buffer_pool_set_config(pool.get(), config) != FALSE;
}

}  // namespace gimbal::eglsrc

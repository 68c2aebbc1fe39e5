#include "gst-plugins/scenesrc/allocation.hpp"

#include <gst/video/video.h>

#include <algorithm>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

using PoolHandle = GstObjectHandle<GstBufferPool>;

/// A pool with the sizes that go with it.
struct Offer {
  PoolHandle pool;
  guint size = 0;
  guint min = 0;
  guint max = 0;
};

/// Downstream's first offer; its pool may be null.
Offer first_offer(GstQuery* query) {
  Offer offer;
  GstBufferPool* pool = nullptr;
  gst_query_parse_nth_allocation_pool(query, 0, &pool, &offer.size, &offer.min, &offer.max);
  offer.pool.reset(pool);
  return offer;
}

void configure(GstBufferPool* pool, GstCaps* caps, const Offer& offer, bool video_meta) {
  GstStructure* config = gst_buffer_pool_get_config(pool);
  gst_buffer_pool_config_set_params(config, caps, offer.size, offer.min, offer.max);
  if (video_meta) {
    gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  }
  gst_buffer_pool_set_config(pool, config);
}

}  // namespace

bool decide_pool(GstQuery* query) {
  GstCaps* caps = nullptr;
  gst_query_parse_allocation(query, &caps, nullptr);
  GstVideoInfo info;
  if (caps == nullptr || gst_video_info_from_caps(&info, caps) == FALSE) {
    return false;
  }
  const bool offered = gst_query_get_n_allocation_pools(query) > 0;
  Offer offer = offered ? first_offer(query) : Offer{};
  if (!offer.pool) {
    offer.pool.reset(gst_video_buffer_pool_new());
  }
  offer.size = std::max(offer.size, static_cast<guint>(GST_VIDEO_INFO_SIZE(&info)));
  configure(offer.pool.get(), caps, offer,
            gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr) != FALSE);
  if (offered) {
    gst_query_set_nth_allocation_pool(query, 0, offer.pool.get(), offer.size, offer.min, offer.max);
  } else {
    gst_query_add_allocation_pool(query, offer.pool.get(), offer.size, offer.min, offer.max);
  }
  return true;
}

}  // namespace gimbal

#include "gst-plugins/virtualptz/system_resampler.hpp"

#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/mapped_frame.hpp"

namespace gimbal {

namespace {

/// `plane` of a mapped frame; its width and height count samples of one channel.
template <class Byte>
BasicPlane<Byte> plane_of(const GstVideoFrame& frame, guint plane) {
  // On NV12 the chroma plane starts with component 1, as on I420; component 2 is I420's plane 2.
  return {static_cast<Byte*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, plane)),
          GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane), GST_VIDEO_FRAME_COMP_WIDTH(&frame, plane),
          GST_VIDEO_FRAME_COMP_HEIGHT(&frame, plane)};
}

/// The chroma siting that `caps` say; MPEG-2's, which H.264 decoders assume, where they say
/// nothing. (gst_video_info_from_caps overwrites what caps without colorimetry say.)
GstVideoChromaSite chroma_site_of(const GstCaps* caps) {
  const gchar* name = gst_structure_get_string(gst_caps_get_structure(caps, 0), "chroma-site");
  return name == nullptr ? GST_VIDEO_CHROMA_SITE_MPEG2 : gst_video_chroma_site_from_string(name);
}

SampleGrid chroma_grid(GstVideoChromaSite site, GstVideoChromaSite cosited) {
  return (site & cosited) != 0 ? kChromaCosited : kChromaCentered;
}

}  // namespace

std::string SystemResampler::configure(const ResampleSetup& setup) {
  in_info_ = setup.in_info;
  out_info_ = setup.out_info;
  width_ = GST_VIDEO_INFO_WIDTH(&out_info_);
  height_ = GST_VIDEO_INFO_HEIGHT(&out_info_);
  const GstVideoChromaSite site = chroma_site_of(setup.in_caps);
  chroma_horizontal_ = chroma_grid(site, GST_VIDEO_CHROMA_SITE_H_COSITED);
  chroma_vertical_ = chroma_grid(site, GST_VIDEO_CHROMA_SITE_V_COSITED);
  planes_.clear();
  planes_.emplace_back(1);
  if (GST_VIDEO_INFO_FORMAT(&in_info_) == GST_VIDEO_FORMAT_NV12) {
    planes_.emplace_back(2);
  } else {
    planes_.emplace_back(1);
    planes_.emplace_back(1);
  }
  return "";
}

std::string SystemResampler::run(GstBuffer* in, GstBuffer* out, const Placement& placement) {
  const MappedFrame in_frame(in_info_, in, GST_MAP_READ);
  const MappedFrame out_frame(out_info_, out, GST_MAP_WRITE);
  if (!in_frame || !out_frame) {
    return "Could not access the memory of a video frame.";
  }
  for (guint plane = 0; plane < planes_.size(); ++plane) {
    const bool luma = plane == 0;
    planes_[plane].run(plane_of<const std::uint8_t>(*in_frame, plane),
                       plane_of<std::uint8_t>(*out_frame, plane), placement.crop, width_, height_,
                       luma ? kLumaGrid : chroma_horizontal_, luma ? kLumaGrid : chroma_vertical_);
  }
  return "";
}

bool SystemResampler::propose_allocation(GstQuery* query) {
  // Decoders may hand over their own strides.
  gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
  return true;
}

bool SystemResampler::decide_allocation(GstQuery* query) {
  if (gst_query_get_n_allocation_pools(query) > 0) {
    return true;
  }
  // Without a pool each frame would be allocated.
  const GstObjectHandle<GstBufferPool> pool(gst_video_buffer_pool_new());
  gst_query_add_allocation_pool(query, pool.get(),
                                static_cast<guint>(GST_VIDEO_INFO_SIZE(&out_info_)), 0, 0);
  return true;
}

}  // namespace gimbal

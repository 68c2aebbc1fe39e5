#include "gst-plugins/virtualptz/system_resampler.hpp"

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

}  // namespace

GstVideoChromaSite chroma_site_of(const GstCaps* caps) {
  const gchar* name = gst_structure_get_string(gst_caps_get_structure(caps, 0), "chroma-site");
  return name == nullptr ? GST_VIDEO_CHROMA_SITE_MPEG2 : gst_video_chroma_site_from_string(name);
}

SystemResampler::SystemResampler(const GstVideoInfo& in, const GstVideoInfo& out,
                                 GstVideoChromaSite site)
    : width_(GST_VIDEO_INFO_WIDTH(&out)),
      height_(GST_VIDEO_INFO_HEIGHT(&out)),
      chroma_horizontal_((site & GST_VIDEO_CHROMA_SITE_H_COSITED) != 0 ? kChromaCosited
                                                                       : kChromaCentered),
      chroma_vertical_((site & GST_VIDEO_CHROMA_SITE_V_COSITED) != 0 ? kChromaCosited
                                                                     : kChromaCentered) {
  planes_.emplace_back(1);
  if (GST_VIDEO_INFO_FORMAT(&in) == GST_VIDEO_FORMAT_NV12) {
    planes_.emplace_back(2);
  } else {
    planes_.emplace_back(1);
    planes_.emplace_back(1);
  }
}

void SystemResampler::run(const GstVideoFrame& in, const GstVideoFrame& out, const CropRect& crop) {
  for (guint plane = 0; plane < planes_.size(); ++plane) {
    const bool luma = plane == 0;
    planes_[plane].run(plane_of<const std::uint8_t>(in, plane), plane_of<std::uint8_t>(out, plane),
                       crop, width_, height_, luma ? kLumaGrid : chroma_horizontal_,
                       luma ? kLumaGrid : chroma_vertical_);
  }
}

}  // namespace gimbal

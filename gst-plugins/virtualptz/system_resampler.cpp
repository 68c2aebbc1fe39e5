#include "gst-plugins/virtualptz/system_resampler.hpp"

namespace gimbal {

namespace {

/// Horizontal chroma siting. Unsaid means what MPEG-2 and H.264 decoders mean: co-sited.
SampleGrid horizontal_grid(const GstVideoInfo& info, guint plane) {
  if (plane == 0) {
    return kLumaGrid;
  }
  const GstVideoChromaSite site = GST_VIDEO_INFO_CHROMA_SITE(&info);
  const bool centered = site == GST_VIDEO_CHROMA_SITE_JPEG || site == GST_VIDEO_CHROMA_SITE_V_COSITED;
  return centered ? kChromaCentered : kChromaCosited;
}

SampleGrid vertical_grid(const GstVideoInfo& info, guint plane) {
  if (plane == 0) {
    return kLumaGrid;
  }
  const bool cosited = (GST_VIDEO_INFO_CHROMA_SITE(&info) & GST_VIDEO_CHROMA_SITE_V_COSITED) != 0;
  return cosited ? kChromaCosited : kChromaCentered;
}

/// `plane` of a mapped frame; its width and height count samples of one channel.
template <class Byte>
BasicPlane<Byte> plane_of(const GstVideoFrame& frame, guint plane) {
  // On NV12 the chroma plane starts with component 1, as on I420; component 2 is I420's plane 2.
  return {static_cast<Byte*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, plane)),
          GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane), GST_VIDEO_FRAME_COMP_WIDTH(&frame, plane),
          GST_VIDEO_FRAME_COMP_HEIGHT(&frame, plane)};
}

}  // namespace

SystemResampler::SystemResampler(const GstVideoInfo& in, const GstVideoInfo& out)
    : in_(in), out_(out) {
  planes_.emplace_back(1);
  if (GST_VIDEO_INFO_FORMAT(&in) == GST_VIDEO_FORMAT_NV12) {
    planes_.emplace_back(2);
  } else {
    planes_.emplace_back(1);
    planes_.emplace_back(1);
  }
}

void SystemResampler::run(const GstVideoFrame& in, GstVideoFrame& out, const CropRect& crop) {
  for (guint plane = 0; plane < planes_.size(); ++plane) {
    planes_[plane].run(plane_of<const std::uint8_t>(in, plane), plane_of<std::uint8_t>(out, plane),
                       crop, GST_VIDEO_INFO_WIDTH(&out_), GST_VIDEO_INFO_HEIGHT(&out_),
                       horizontal_grid(in_, plane), vertical_grid(in_, plane));
  }
}

}  // namespace gimbal

#include "gst-plugins/virtualptz/system_resampler.hpp"

#include <algorithm>
#include <optional>
#include <system_error>

#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/mapped_frame.hpp"
#include "gst-plugins/virtualptz/chroma_grids.hpp"

namespace gimbal {

namespace {

std::optional<PictureFormat> picture_format(const GstVideoInfo& info) {
  switch (GST_VIDEO_INFO_FORMAT(&info)) {
    case GST_VIDEO_FORMAT_NV12:
      return PictureFormat::kNv12;
    case GST_VIDEO_FORMAT_I420:
      return PictureFormat::kI420;
    case GST_VIDEO_FORMAT_P010_10LE:
      return PictureFormat::kP010;
    case GST_VIDEO_FORMAT_RGBA:
    case GST_VIDEO_FORMAT_BGRA:
    case GST_VIDEO_FORMAT_ARGB:
    case GST_VIDEO_FORMAT_ABGR:
    case GST_VIDEO_FORMAT_RGBx:
    case GST_VIDEO_FORMAT_BGRx:
    case GST_VIDEO_FORMAT_xRGB:
    case GST_VIDEO_FORMAT_xBGR:
      return PictureFormat::kRgba;
    default:
      return std::nullopt;
  }
}

/// What PictureSetup calls black.
std::array<std::uint8_t, 4> black_of(const GstVideoInfo& info) {
  if (GST_VIDEO_INFO_IS_YUV(&info)) {
    const bool full = info.colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255;
    return {static_cast<std::uint8_t>(full ? 0 : 16), 128, 128, 0};
  }
  // Opaque: every byte but those of the three colours.
  std::array<std::uint8_t, 4> black{255, 255, 255, 255};
  for (guint color = 0; color < 3; ++color) {
    black[static_cast<std::size_t>(GST_VIDEO_INFO_COMP_POFFSET(&info, color))] = 0;
  }
  return black;
}

/// A mapped frame's planes. Component p begins plane p in all these formats.
template <class Byte>
BasicPicture<BasicPlane<Byte>> picture_of(const GstVideoFrame& frame) {
  BasicPicture<BasicPlane<Byte>> picture;
  for (guint p = 0; p < GST_VIDEO_FRAME_N_PLANES(&frame); ++p) {
    picture.planes[p] = {static_cast<Byte*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, p)),
                         GST_VIDEO_FRAME_PLANE_STRIDE(&frame, p),
                         GST_VIDEO_FRAME_COMP_WIDTH(&frame, p),
                         GST_VIDEO_FRAME_COMP_HEIGHT(&frame, p)};
  }
  return picture;
}

}  // namespace

std::string SystemResampler::configure(const ResampleSetup& setup) {
  const auto format = picture_format(setup.in_info);
  if (!format) {
    return "virtualptz does not take this format. Put \"videoconvert\" in front.";
  }
  const ChromaGrids chroma = chroma_grids_of(setup.in_caps);
  in_info_ = setup.in_info;
  out_info_ = setup.out_info;
  try {
    pictures_ = std::make_unique<PictureResampler>(PictureSetup{
        .format = *format,
        .method = setup.method,
        .chroma_horizontal = chroma.horizontal,
        .chroma_vertical = chroma.vertical,
        .black = black_of(setup.out_info),
        .threads = setup.threads,
    });
  } catch (const std::system_error&) {
    return "The system has no thread to give for resampling. Set n-threads to 1.";
  }
  return "";
}

std::string SystemResampler::run(GstBuffer* in, GstBuffer* out, const Placement& placement) {
  const MappedFrame in_frame(in_info_, in, GST_MAP_READ);
  const MappedFrame out_frame(out_info_, out, GST_MAP_WRITE);
  if (!in_frame || !out_frame) {
    return "Could not access the memory of a video frame.";
  }
  pictures_->run(picture_of<const std::uint8_t>(*in_frame), picture_of<std::uint8_t>(*out_frame),
                 placement);
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

#include "gst-plugins/common/yuv_frame.hpp"

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

std::uint8_t* component_row(const GstVideoFrame& frame, guint component, int row) {
  return static_cast<std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&frame, component)) +
         row * static_cast<std::ptrdiff_t>(GST_VIDEO_FRAME_COMP_STRIDE(&frame, component));
}

}  // namespace

Result<YuvCoefficients> coefficients_for(const GstVideoColorimetry& colors,
                                         const std::string& maker) {
  const bool bt709 = colors.matrix == GST_VIDEO_COLOR_MATRIX_BT709;
  if (!bt709 && colors.matrix != GST_VIDEO_COLOR_MATRIX_BT601) {
    const CharHandle name(gst_video_colorimetry_to_string(&colors));
    return Error{maker + " BT.709 and BT.601 only; downstream asks for " +
                 (name ? name.get() : "an unknown matrix") + "."};
  }
  return yuv_coefficients(
      bt709 ? YuvMatrix::kBt709 : YuvMatrix::kBt601,
      colors.range == GST_VIDEO_COLOR_RANGE_0_255 ? YuvRange::kFull : YuvRange::kLimited);
}

MutablePlane luma_rows(const GstVideoFrame& frame, int first, int count) {
  return {component_row(frame, 0, first), GST_VIDEO_FRAME_COMP_STRIDE(&frame, 0),
          GST_VIDEO_FRAME_WIDTH(&frame), count};
}

ChromaOutput chroma_rows(const GstVideoFrame& frame, int first) {
  return {component_row(frame, 1, first / 2), component_row(frame, 2, first / 2),
          GST_VIDEO_FRAME_COMP_STRIDE(&frame, 1), GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, 1)};
}

}  // namespace gimbal

#include "gst-plugins/scenesrc/frame_drawer.hpp"

#include <string>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

MutablePlane luma_of(GstVideoFrame& frame) {
  return {static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0)),
          GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0), GST_VIDEO_FRAME_WIDTH(&frame),
          GST_VIDEO_FRAME_HEIGHT(&frame)};
}

ChromaOutput chroma_of(GstVideoFrame& frame) {
  return {static_cast<std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&frame, 1)),
          static_cast<std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&frame, 2)),
          GST_VIDEO_FRAME_COMP_STRIDE(&frame, 1), GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, 1)};
}

}  // namespace

Result<FrameDrawer> FrameDrawer::create(const GstVideoInfo& info) {
  const GstVideoColorimetry& colors = info.colorimetry;
  const bool bt709 = colors.matrix == GST_VIDEO_COLOR_MATRIX_BT709;
  if (!bt709 && colors.matrix != GST_VIDEO_COLOR_MATRIX_BT601) {
    const CharHandle name(gst_video_colorimetry_to_string(&colors));
    return Error{std::string("scenesrc draws in BT.709 and BT.601 only; downstream asks for ") +
                 (name ? name.get() : "an unknown matrix") + "."};
  }
  const bool full = colors.range == GST_VIDEO_COLOR_RANGE_0_255;
  return FrameDrawer(info, yuv_coefficients(bt709 ? YuvMatrix::kBt709 : YuvMatrix::kBt601,
                                            full ? YuvRange::kFull : YuvRange::kLimited));
}

std::vector<Rect> FrameDrawer::rects_of(const ScenePicture& picture) const {
  const int width = GST_VIDEO_INFO_WIDTH(&info_);
  const int height = GST_VIDEO_INFO_HEIGHT(&info_);
  auto rects = draw_scene(picture.scene, picture.seconds, width, height, picture.seed);
  if (picture.stamp && stamp_fits(width, height)) {
    const auto stamp = draw_stamp(*picture.stamp, width);
    rects.insert(rects.end(), stamp.begin(), stamp.end());
  }
  return rects;
}

bool FrameDrawer::draw(const ScenePicture& picture, GstBuffer* buffer) {
  const auto rects = rects_of(picture);
  GstVideoFrame frame;
  if (gst_video_frame_map(&frame, &info_, buffer, GST_MAP_WRITE) == FALSE) {
    return false;
  }
  painter_.paint(rects, luma_of(frame), chroma_of(frame), coefficients_);
  gst_video_frame_unmap(&frame);
  return true;
}

}  // namespace gimbal

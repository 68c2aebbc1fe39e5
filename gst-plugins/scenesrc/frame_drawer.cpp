#include "gst-plugins/scenesrc/frame_drawer.hpp"

#include "gst-plugins/common/yuv_frame.hpp"
#include "gst-plugins/support/mapped_frame.hpp"

namespace gimbal {

Result<FrameDrawer> FrameDrawer::create(const GstVideoInfo& info) {
  const auto coefficients = coefficients_for(info.colorimetry, "scenesrc draws in");
  if (!coefficients) {
    return Error{coefficients.error()};
  }
  return FrameDrawer(info, *coefficients);
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
  const MappedFrame frame(info_, buffer, GST_MAP_WRITE);
  if (!frame) {
    return false;
  }
  painter_.paint(rects_of(picture), luma_rows(*frame, 0, GST_VIDEO_INFO_HEIGHT(&info_)),
                 chroma_rows(*frame, 0), coefficients_);
  return true;
}

}  // namespace gimbal

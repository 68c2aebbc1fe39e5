// Draws scenes into NV12 and I420 video frames.
#pragma once

#include <gst/video/video.h>

#include <optional>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/scene/yuv_rect_painter.hpp"
#include "lib/stamp/frame_stamp.hpp"

namespace gimbal {

/// What is in one picture.
struct ScenePicture {
  Scene scene = Scene::kBars;
  std::uint64_t seed = kDefaultSeed;
  double seconds = 0;
  std::optional<FrameStamp> stamp;
};

class FrameDrawer {
 public:
  /// For frames of that format, size and colours. An error says what is not supported.
  static Result<FrameDrawer> create(const GstVideoInfo& info);

  const GstVideoInfo& info() const { return info_; }

  /// Draws into `buffer`, which is writable. False where its memory cannot be written to.
  bool draw(const ScenePicture& picture, GstBuffer* buffer);

 private:
  FrameDrawer(const GstVideoInfo& info, const YuvCoefficients& coefficients)
      : info_(info), coefficients_(coefficients) {}

  std::vector<Rect> rects_of(const ScenePicture& picture) const;

  GstVideoInfo info_;
  YuvCoefficients coefficients_;
  YuvRectPainter painter_;
};

}  // namespace gimbal

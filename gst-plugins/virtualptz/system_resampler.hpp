// The resampler for NV12 and I420 in system memory.
#pragma once

#include <gst/video/video.h>

#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/pixel/bilinear_crop.hpp"

namespace gimbal {

class SystemResampler {
 public:
  /// Both infos have the same format, NV12 or I420. Keeps copies.
  SystemResampler(const GstVideoInfo& in, const GstVideoInfo& out);

  /// Fills `out` with the part of `in` under `crop` (source luma pixels). Both frames are mapped.
  void run(const GstVideoFrame& in, GstVideoFrame& out, const CropRect& crop);

 private:
  GstVideoInfo in_;
  GstVideoInfo out_;
  std::vector<BilinearCrop> planes_;
};

}  // namespace gimbal

// The resampler for NV12 and I420 in system memory.
#pragma once

#include <gst/video/video.h>

#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/pixel/bilinear_crop.hpp"

namespace gimbal {

/// The chroma siting that `caps` say; MPEG-2's, which H.264 decoders assume, where they say
/// nothing. (gst_video_info_from_caps overwrites what caps without colorimetry say.)
GstVideoChromaSite chroma_site_of(const GstCaps* caps);

class SystemResampler {
 public:
  /// Both infos have the same format, NV12 or I420, and chroma sited at `site`.
  SystemResampler(const GstVideoInfo& in, const GstVideoInfo& out, GstVideoChromaSite site);

  /// Fills `out` with the part of `in` under `crop` (source luma pixels). Both frames are mapped.
  void run(const GstVideoFrame& in, const GstVideoFrame& out, const CropRect& crop);

 private:
  int width_;
  int height_;
  SampleGrid chroma_horizontal_;
  SampleGrid chroma_vertical_;
  std::vector<BilinearCrop> planes_;
};

}  // namespace gimbal

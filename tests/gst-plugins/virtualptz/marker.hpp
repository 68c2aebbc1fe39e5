// A soft round spot on a dark frame, and where it is seen, to a hundredth of a pixel.
#pragma once

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "gst-plugins/support/mapped_frame.hpp"

namespace gimbal {

/// In pixels, edge coordinates: the middle of the first pixel is 0.5.
struct Spot {
  double x = 0;
  double y = 0;
};

/// Draws it into the luma of an NV12 or I420 buffer, on black.
inline void draw_marker(GstBuffer* buffer, const GstVideoInfo& info, const Spot& place) {
  constexpr double kRadius = 7;
  constexpr int kReach = 32;  // where it is less than half a step bright
  const MappedFrame mapped(info, buffer, GST_MAP_WRITE);
  const GstVideoFrame& frame = *mapped;
  const auto stride = static_cast<std::ptrdiff_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0));
  auto* luma = static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
  for (int y = 0; y < info.height; ++y) {
    std::memset(luma + y * stride, 16, static_cast<std::size_t>(info.width));
  }
  const int left = std::max(0, static_cast<int>(place.x) - kReach);
  const int top = std::max(0, static_cast<int>(place.y) - kReach);
  for (int y = top; y < std::min(info.height, top + 2 * kReach); ++y) {
    for (int x = left; x < std::min(info.width, left + 2 * kReach); ++x) {
      const double distance = std::hypot(x + 0.5 - place.x, y + 0.5 - place.y) / kRadius;
      luma[y * stride + x] =
          static_cast<std::uint8_t>(std::lround(16 + 200 * std::exp(-distance * distance / 2)));
    }
  }
}

/// The centre of what is brighter than the ground.
inline Spot find_marker(GstBuffer* buffer, const GstVideoInfo& info) {
  const MappedFrame mapped(info, buffer, GST_MAP_READ);
  const GstVideoFrame& frame = *mapped;
  const auto* luma = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
  double sum = 0;
  Spot spot;
  for (int y = 0; y < info.height; ++y) {
    const std::uint8_t* row =
        luma + y * static_cast<std::ptrdiff_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0));
    for (int x = 0; x < info.width; ++x) {
      const double weight = std::max(0, row[x] - 18);
      if (weight == 0) {
        continue;
      }
      sum += weight;
      spot.x += weight * (x + 0.5);
      spot.y += weight * (y + 0.5);
    }
  }
  return {spot.x / sum, spot.y / sum};
}

}  // namespace gimbal

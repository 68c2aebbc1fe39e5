// A picture that is smooth and different everywhere, so that a shift of a tenth of a pixel shows,
// and how far a frame is from the part of it that it should show.
#pragma once

#include <gst/video/video.h>

#include <cmath>
#include <cstdint>

#include "gst-plugins/support/mapped_frame.hpp"
#include "lib/camera/crop.hpp"
#include "lib/resample/axis_map.hpp"

namespace gimbal {

/// At a place in luma pixels, 0 in the middle of the first; of 255.
inline double texture(double x, double y, guint component) {
  const double phase = 1.3 * component;
  return 128 + 60 * std::sin(x * 0.12 + phase) + 40 * std::cos(y * 0.15 + x * 0.05 - phase);
}

/// How large a sample of `frame` is, of 255.
inline double sample_scale(const GstVideoFrame& frame) {
  return GST_VIDEO_FRAME_COMP_DEPTH(&frame, 0) == 10 ? 256 : 1;
}

/// A row of a component's samples.
inline std::uint8_t* component_row(const GstVideoFrame& frame, guint c, int y) {
  // For P010, GStreamer 1.22 says in samples where V begins, not in bytes.
  const int in_group = static_cast<int>(GST_VIDEO_FRAME_COMP_POFFSET(&frame, c));
  const int offset = sample_scale(frame) == 1 ? in_group : 2 * in_group;
  return static_cast<std::uint8_t*>(
             GST_VIDEO_FRAME_PLANE_DATA(&frame, GST_VIDEO_FRAME_COMP_PLANE(&frame, c))) +
         offset + y * static_cast<std::ptrdiff_t>(GST_VIDEO_FRAME_COMP_STRIDE(&frame, c));
}

/// A sample of a component, of 255.
inline double sample_at(const GstVideoFrame& frame, guint c, int x, int y) {
  const auto* data = component_row(frame, c, y) +
                     x * static_cast<std::ptrdiff_t>(GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, c));
  return sample_scale(frame) == 1 ? *data : (data[0] + 256 * data[1]) / 256.0;
}

/// The grid of a component's samples; chroma is taken to be cosited, as in MPEG-2.
inline SampleGrid horizontal_grid(const GstVideoFrame& frame, guint c) {
  return GST_VIDEO_FORMAT_INFO_W_SUB(frame.info.finfo, c) == 0 ? kLumaGrid : kChromaCosited;
}
inline SampleGrid vertical_grid(const GstVideoFrame& frame, guint c) {
  return GST_VIDEO_FORMAT_INFO_H_SUB(frame.info.finfo, c) == 0 ? kLumaGrid : kChromaCentered;
}

/// Fills the first three components of `buffer`; alpha, if there is one, is left.
inline void draw_texture(GstBuffer* buffer, const GstVideoInfo& info) {
  const MappedFrame mapped(info, buffer, GST_MAP_WRITE);
  const GstVideoFrame& frame = *mapped;
  for (guint c = 0; c < 3; ++c) {
    const SampleGrid across = horizontal_grid(frame, c);
    const SampleGrid down = vertical_grid(frame, c);
    for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&frame, c); ++y) {
      auto* row = component_row(frame, c, y);
      for (int x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH(&frame, c); ++x) {
        const double value =
            texture(across.center - 0.5 + x * across.step, down.center - 0.5 + y * down.step, c);
        auto* sample =
            row + x * static_cast<std::ptrdiff_t>(GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, c));
        if (sample_scale(frame) == 1) {
          *sample = static_cast<std::uint8_t>(std::lround(value));
        } else {
          const auto ten_bits = static_cast<unsigned>(std::lround(value * 4)) << 6;
          sample[0] = static_cast<std::uint8_t>(ten_bits & 0xff);
          sample[1] = static_cast<std::uint8_t>(ten_bits >> 8);
        }
      }
    }
  }
}

/// The mean square difference of a component of `buffer` from the texture as `placement` places it;
/// what is outside of the placement is not looked at, nor its border, where edges are repeated.
inline double texture_error(GstBuffer* buffer, const GstVideoInfo& info, guint c,
                            const Placement& placement) {
  const MappedFrame mapped(info, buffer, GST_MAP_READ);
  const GstVideoFrame& frame = *mapped;
  const SampleGrid across = horizontal_grid(frame, c);
  const SampleGrid down = vertical_grid(frame, c);
  const double scale_x = placement.crop.w / placement.width;
  const double scale_y = placement.crop.h / placement.height;
  double sum = 0;
  int count = 0;
  for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&frame, c); ++y) {
    for (int x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH(&frame, c); ++x) {
      // Where this sample's centre lies in the placement, in luma pixels of the output.
      const double placed_x = across.center + x * across.step - placement.x;
      const double placed_y = down.center + y * down.step - placement.y;
      if (placed_x < 2 || placed_y < 2 || placed_x > placement.width - 2 ||
          placed_y > placement.height - 2) {
        continue;
      }
      const double exact = texture(placement.crop.x + placed_x * scale_x - 0.5,
                                   placement.crop.y + placed_y * scale_y - 0.5, c);
      sum += std::pow(sample_at(frame, c, x, y) - exact, 2);
      ++count;
    }
  }
  return sum / count;
}

}  // namespace gimbal

// NV12 and P010 as fields of numbers, from and to buffers, and judged as resampled.
#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "gst-plugins/support/mapped_frame.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/virtualptz/resample_cases.hpp"
#include "tests/resample/pictures.hpp"

namespace gimbal {

/// Luma, and chroma in two channels. Values as the format counts them: P010's up to 1023.
struct SemiPlanar {
  reference::Field planes[2];
  double peak = 255;
};

namespace semi_planar {

/// Fails the test, and no other, where the memory cannot be had.
class Mapped : public MappedFrame {
 public:
  Mapped(const GstVideoInfo& info, GstBuffer* buffer, int flags)
      : MappedFrame(info, buffer, flags) {
    if (!*this) {
      throw std::runtime_error("a frame could not be mapped");
    }
  }
};

/// Calls `visit(value, sample)` for every sample of the frame: `value` is the field's, `sample` a
/// reference to its bytes.
template <class Sample, class Visit>
void for_each_sample(const GstVideoFrame& frame, SemiPlanar& picture, const Visit& visit) {
  for (guint plane = 0; plane < 2; ++plane) {
    reference::Field& field = picture.planes[plane];
    for (int y = 0; y < field.height; ++y) {
      auto* row = reinterpret_cast<Sample*>(
          static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, plane)) +
          y * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane));
      for (int x = 0; x < field.width; ++x) {
        for (int c = 0; c < field.channels; ++c) {
          visit(field.at(x, y, c), row[x * field.channels + c]);
        }
      }
    }
  }
}

inline bool is_p010(const GstVideoFrame& frame) {
  return GST_VIDEO_FRAME_FORMAT(&frame) == GST_VIDEO_FORMAT_P010_10LE;
}

inline SemiPlanar empty_like(const GstVideoInfo& info) {
  const int width = GST_VIDEO_INFO_WIDTH(&info);
  const int height = GST_VIDEO_INFO_HEIGHT(&info);
  return {
      {reference::Field(width, height, 1), reference::Field((width + 1) / 2, (height + 1) / 2, 2)},
      GST_VIDEO_INFO_FORMAT(&info) == GST_VIDEO_FORMAT_P010_10LE ? 1023.0 : 255.0};
}

}  // namespace semi_planar

/// Draws noise into the buffer and gives it back.
inline SemiPlanar fill_with_noise(GstBuffer* buffer, const GstCaps* caps) {
  GstVideoInfo info;
  gst_video_info_from_caps(&info, caps);
  SemiPlanar picture = semi_planar::empty_like(info);
  for (reference::Field& field : picture.planes) {
    field = reference::noise(field.width, field.height, field.channels, picture.peak);
  }
  const semi_planar::Mapped mapped(info, buffer, GST_MAP_WRITE);
  const GstVideoFrame& frame = *mapped;
  if (semi_planar::is_p010(frame)) {
    semi_planar::for_each_sample<std::uint16_t>(frame, picture,
                                                [](double value, std::uint16_t& sample) {
                                                  sample = static_cast<std::uint16_t>(64 * value);
                                                });
  } else {
    semi_planar::for_each_sample<std::uint8_t>(
        frame, picture,
        [](double value, std::uint8_t& sample) { sample = static_cast<std::uint8_t>(value); });
  }
  return picture;
}

inline SemiPlanar semi_planar_of(GstSample* sample) {
  GstVideoInfo info;
  gst_video_info_from_caps(&info, gst_sample_get_caps(sample));
  SemiPlanar picture = semi_planar::empty_like(info);
  const semi_planar::Mapped mapped(info, gst_sample_get_buffer(sample), GST_MAP_READ);
  const GstVideoFrame& frame = *mapped;
  if (semi_planar::is_p010(frame)) {
    semi_planar::for_each_sample<const std::uint16_t>(
        frame, picture, [](double& value, const std::uint16_t& stored) { value = stored / 64.0; });
  } else {
    semi_planar::for_each_sample<const std::uint8_t>(
        frame, picture, [](double& value, const std::uint8_t& stored) { value = stored; });
  }
  return picture;
}

/// The part of a plane that shows the source; `spacing` is 1 for luma, 2 for chroma.
inline reference::Field shown_part(const reference::Field& field, const Placement& p, int spacing) {
  const int left = (p.x + spacing - 1) / spacing;
  const int top = (p.y + spacing - 1) / spacing;
  reference::Field part((p.x + p.width + spacing - 1) / spacing - left,
                        (p.y + p.height + spacing - 1) / spacing - top, field.channels);
  for (int y = 0; y < part.height; ++y) {
    for (int x = 0; x < part.width; ++x) {
      for (int c = 0; c < part.channels; ++c) {
        part.at(x, y, c) = field.at(left + x, top + y, c);
      }
    }
  }
  return part;
}

struct PlaneAxes {
  reference::Axis horizontal;
  reference::Axis vertical;
};

/// MPEG-2's chroma: on the left one of two pixels, midway between two rows.
inline PlaneAxes axes_of(const Placement& p, int plane) {
  const int spacing = plane == 0 ? 1 : 2;
  return {shown_axis(p.crop.x, p.crop.w, p.x, p.width, 0.5, spacing),
          shown_axis(p.crop.y, p.crop.h, p.y, p.height, plane == 0 ? 0.5 : 1, spacing)};
}

inline void expect_resampled(const SemiPlanar& source, const SemiPlanar& got,
                             const ResampleCase& one, ResampleMethod method) {
  for (int plane = 0; plane < 2; ++plane) {
    const PlaneAxes axes = axes_of(one.placement, plane);
    if (!has_reference(method, axes.horizontal, axes.vertical)) {
      continue;
    }
    const reference::Field exact = reference::clamped(
        exact_picture(source.planes[plane], method, axes.horizontal, axes.vertical), source.peak);
    EXPECT_GE(reference::psnr(shown_part(got.planes[plane], one.placement, plane + 1), exact,
                              source.peak),
              45)
        << one.name << ", method " << static_cast<int>(method) << ", plane " << plane;
  }
}

}  // namespace gimbal

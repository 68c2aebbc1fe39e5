#include "gst-plugins/virtualptz/cuda/frame_layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace gimbal::resample {

namespace {

/// Samples of a plane, one every `step` luma pixels, that cover so many luma pixels.
int samples_in(int luma_pixels, double step) {
  return static_cast<int>(std::ceil(luma_pixels / step));
}

/// Where along one axis the crop is taken and put, in luma pixels.
struct Span {
  int in_size;
  double crop_origin;
  double crop_size;
  int out_size;
  int begin;
  int shown;
};

Axis axis_of(const Span& span, SampleGrid grid, ResampleMethod method) {
  Axis axis{};
  axis.map = axis_map(span.crop_origin, span.crop_size, span.begin, span.shown, grid);
  axis.filter = filter_for(method, axis.map.step);
  axis.in_size = samples_in(span.in_size, grid.step);
  axis.out_size = samples_in(span.out_size, grid.step);
  axis.begin = samples_in(span.begin, grid.step);
  axis.end = samples_in(span.begin + span.shown, grid.step);
  return axis;
}

/// The highest tiles that fit; none where even one row does not.
std::optional<Tiling> tiling_of(Plane plane) {
  const Axis& axis = plane.vertical;
  for (int rows = kMaxTileRows; rows > 0; rows /= 2) {
    const int in_sequence =
        static_cast<int>(std::ceil((rows - 1) * axis.map.step)) + axis.filter.taps;
    const int apart = rows * axis.filter.taps;
    plane.tiling = {rows, std::min(in_sequence, apart), in_sequence <= apart ? 1 : 0};
    if (shared_bytes(plane) <= kSharedBytes) {
      return plane.tiling;
    }
  }
  return std::nullopt;
}

Error too_small(const Plane& plane) {
  char times[32];
  std::snprintf(times, sizeof(times), "%.1f",
                std::max(plane.horizontal.map.step, plane.vertical.map.step));
  return {std::string("The output is ") + times +
          " times smaller than what is shown of the input, which is too much for this method in "
          "CUDA memory. Ask for a larger output, or set method=bilinear."};
}

}  // namespace

Result<Frame> lay_out(const StreamFormat& format, const Placement& placement) {
  const Span across{format.in_width,  placement.crop.x, placement.crop.w,
                    format.out_width, placement.x,      placement.width};
  const Span down{format.in_height,  placement.crop.y, placement.crop.h,
                  format.out_height, placement.y,      placement.height};
  Frame frame{};
  Plane& luma = frame.planes[0];
  luma.horizontal = axis_of(across, kLumaGrid, format.method);
  luma.vertical = axis_of(down, kLumaGrid, format.method);
  luma.black = format.black_luma;
  Plane& chroma = frame.planes[1];
  chroma.horizontal = axis_of(across, format.chroma_horizontal, format.method);
  chroma.vertical = axis_of(down, format.chroma_vertical, format.method);
  chroma.black = format.black_chroma;
  for (Plane& plane : frame.planes) {
    const auto tiling = tiling_of(plane);
    if (!tiling) {
      return too_small(plane);
    }
    plane.tiling = *tiling;
  }
  return frame;
}

}  // namespace gimbal::resample

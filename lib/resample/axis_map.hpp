// Which place of a source plane an output sample shows, along one axis.
#pragma once

namespace gimbal {

/// Where a plane's samples lie on the luma grid, along one axis.
struct SampleGrid {
  double step = 1;      ///< luma pixels from one sample to the next: 1, or 2 for 4:2:0 chroma
  double center = 0.5;  ///< edge coordinate of sample 0's centre in luma pixels
};

inline constexpr SampleGrid kLumaGrid{1, 0.5};
inline constexpr SampleGrid kChromaCosited{2, 0.5};   ///< on the first of two luma samples (MPEG-2)
inline constexpr SampleGrid kChromaCentered{2, 1.0};  ///< midway between two luma samples (JPEG)

/// Output sample i shows the source at `origin + i * step`, in samples of the source plane: 0 is
/// the centre of its first sample. `step` over 1 makes the picture smaller.
struct AxisMap {
  double origin = 0;
  double step = 1;

  double at(int i) const { return origin + i * step; }
};

/// The map for a crop that begins at edge coordinate `crop_origin` and is `crop_size` wide (both in
/// luma pixels of the source) and fills `output_size` luma pixels from output luma pixel
/// `output_origin` on; 0 is the plane's first sample, wherever the crop begins in the output.
constexpr AxisMap axis_map(double crop_origin, double crop_size, double output_origin,
                           double output_size, SampleGrid grid) {
  const double scale = crop_size / output_size;
  const double luma = crop_origin + (grid.center - output_origin) * scale;
  return {(luma - grid.center) / grid.step, scale};
}

}  // namespace gimbal

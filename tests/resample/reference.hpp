// Resampling by its definition, in double precision: what every backend is measured against. Shares
// no code with the product and takes no short cuts.
#pragma once

#include <cstdint>
#include <vector>

namespace gimbal::reference {

/// A plane of `channels` interleaved values a sample, of any range.
struct Field {
  int width = 0;
  int height = 0;
  int channels = 1;
  std::vector<double> values;

  Field() = default;
  Field(int w, int h, int c);
  double& at(int x, int y, int c = 0) { return values[index(x, y, c)]; }
  double at(int x, int y, int c = 0) const { return values[index(x, y, c)]; }

 private:
  std::size_t index(int x, int y, int c) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(x)) *
               static_cast<std::size_t>(channels) +
           static_cast<std::size_t>(c);
  }
};

/// One axis: the place of every output sample in samples of the source, 0 being the centre of its
/// first one, and how far apart they are.
struct Axis {
  std::vector<double> places;
  double step = 1;
};

/// `count` output samples at origin, origin + step, ...
Axis even_axis(double origin, double step, int count);

/// Where samples of a plane lie, worked out from edge coordinates: the crop [crop_origin,
/// crop_origin + crop_size) of the source, in luma pixels, fills luma pixels [out_origin,
/// out_origin + out_size) of the output. Sample 0 of either plane has its centre at edge coordinate
/// `first_centre` and the next is `spacing` luma pixels on (luma 0.5 and 1; MPEG-2 chroma
/// horizontally 0.5 and 2, vertically 1 and 2). `count` samples from the plane's first on.
Axis crop_axis(double crop_origin, double crop_size, double out_origin, double out_size,
               double first_centre, double spacing, int count);

enum class Kernel {
  kTriangle,    ///< 1 - |x| up to 1: linear interpolation
  kCatmullRom,  ///< cubic, a = -1/2, up to 2
  kLanczos3,    ///< sinc(x) sinc(x / 3) up to 3
};

/// The kernel's value at distance `x`, in samples.
double kernel_value(Kernel kernel, double x);

/// Up to which distance it is not zero.
double kernel_support(Kernel kernel);

/// How wide a kernel is spread: 1 takes it as it is (an interpolation), `step` of an axis that
/// makes the picture smaller is the antialiased filter.
struct Spread {
  double horizontal = 1;
  double vertical = 1;
};

/// Neither below 1: what filters where the picture gets smaller and interpolates where it gets
/// larger.
Spread antialiasing(const Axis& horizontal, const Axis& vertical);

/// Each output sample is the mean of all source samples around its place, weighted by the kernel;
/// samples beyond the source repeat its edge. Values are neither rounded nor clamped.
Field resample(const Field& source, const Axis& horizontal, const Axis& vertical, Kernel kernel,
               Spread spread = {});

/// Clamped to [0, peak], as a picture would store it, but not rounded.
Field clamped(Field field, double peak);

/// In decibels; infinite where both are the same. `skip` samples at each edge are left out.
double psnr(const Field& a, const Field& b, double peak, int skip = 0);

/// How far `picture` shows everything to the right of and below where `truth` shows it, in output
/// samples, as the first order of a Taylor series explains the differences (least squares). Exact
/// to a few percent up to a third of a pixel where the truth is smooth.
struct Shift {
  double x = 0;
  double y = 0;
};
Shift shift_between(const Field& picture, const Field& truth);

/// From and to what pictures store. `stride` and `width` as in lib/pixel/plane.hpp.
Field field_of(const std::uint8_t* data, std::ptrdiff_t stride, int width, int height,
               int channels);
std::vector<std::uint8_t> bytes_of(const Field& field);

}  // namespace gimbal::reference

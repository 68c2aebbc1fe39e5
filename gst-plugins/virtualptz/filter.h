// How much each source sample counts for an output sample, along one axis: for nvcc and for the
// host compiler alike, so that kernel and shader weigh as the tests do. The same definition as that
// of resampling in system memory, lib/resample/filter_taps.hpp. C++17.
#pragma once

#include <cmath>
#include <cstdint>

#include "gst-plugins/cuda/host_device.h"
#include "lib/resample/method.hpp"

namespace gimbal {

/// A shape and how far it is spread. Samples at `reach` or further from a place count nothing.
struct Filter {
  double reach;          ///< in source samples
  float spread;          ///< 1, or more where the picture gets smaller
  float sharpness;       ///< 0 is a triangle, 1 Catmull-Rom's cubic, in between is a mix of both
  std::int32_t lanczos;  ///< not 0: three lobes of sinc, and no sharpness
  std::int32_t taps;     ///< how many samples can count at most
};

/// How sharp kAuto is where one output sample is `step` source samples: a cubic where the picture
/// gets larger, a triangle as wide as the step from half the size on, and between them no jump, so
/// that no zoom through 1:1 is seen.
inline double auto_sharpness(double step) {
  return step <= 1 ? 1 : step >= 2 ? 0 : 2 - step;
}

inline Filter filter_for(ResampleMethod method, double step) {
  const bool lanczos = method == ResampleMethod::kLanczos;
  double sharpness = 0;
  if (method == ResampleMethod::kBicubic) {
    sharpness = 1;
  } else if (method == ResampleMethod::kAuto) {
    sharpness = auto_sharpness(step);
  }
  const double spread = method == ResampleMethod::kBilinear || step < 1 ? 1 : step;
  const double lobes = lanczos ? 3 : sharpness > 0 ? 2 : 1;
  return {lobes * spread, static_cast<float>(spread), static_cast<float>(sharpness),
          lanczos ? 1 : 0, static_cast<std::int32_t>(std::ceil(2 * lobes * spread))};
}

GIMBAL_HOST_DEVICE inline float sinc(float x) {
  const float angle = 3.14159265F * x;
  return angle < 1e-4F ? 1.0F : sinf(angle) / angle;
}

/// Before the weights are made to add up to 1. `distance` is in source samples, not negative.
GIMBAL_HOST_DEVICE inline float weight_at(const Filter& filter, float distance) {
  const float d = distance / filter.spread;
  if (filter.lanczos != 0) {
    return d < 3 ? sinc(d) * sinc(d / 3) : 0;
  }
  const float triangle = d < 1 ? 1 - d : 0;
  const float inner = (1.5F * d - 2.5F) * d * d + 1;
  const float outer = ((-0.5F * d + 2.5F) * d - 4) * d + 2;
  const float cubic = d < 1 ? inner : d < 2 ? outer : 0;
  return triangle + filter.sharpness * (cubic - triangle);
}

/// Writes the weights of `filter.taps` neighbouring source samples, `stride` floats apart, which
/// add up to 1, for what lies at `place` (0 is the centre of the source's first sample). The first
/// one's number; samples beyond the source repeat its edge.
GIMBAL_HOST_DEVICE inline int weigh_taps(const Filter& filter, double place, float* weights,
                                         int stride) {
  const double first = floor(place - filter.reach) + 1;
  const auto after_first = static_cast<float>(place - first);
  float sum = 0;
  for (int i = 0; i < filter.taps; ++i) {
    const float weight = weight_at(filter, fabsf(after_first - static_cast<float>(i)));
    weights[i * stride] = weight;
    sum += weight;
  }
  for (int i = 0; i < filter.taps; ++i) {
    weights[i * stride] /= sum;
  }
  return static_cast<int>(first);
}

}  // namespace gimbal

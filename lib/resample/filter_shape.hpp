// A filter's continuous shape: how much a sample weighs at a distance.
#pragma once

#include "lib/resample/method.hpp"

namespace gimbal {

/// A filter's continuous shape for one step. Catmull-Rom is Keys' cubic with a = -1/2 (IEEE Trans.
/// ASSP 29, 1981), Lanczos a windowed sinc of three lobes. All but kBilinear are widened by the
/// step where the picture gets smaller, which is what keeps it from aliasing. kAuto is Catmull-Rom
/// up to step 1, a triangle from step 2 on, and fades from one to the other between them.
class FilterShape {
 public:
  FilterShape(ResampleMethod method, double step);

  /// Samples farther away than this weigh nothing.
  double radius() const { return lobes_ * width_; }

  /// How much the filter is stretched: the step where it is over 1.
  double width() const { return width_; }

  /// How much a sample at this distance weighs, in source samples; not normalised.
  double at(double distance) const;

  /// Likewise at `count` distances, an even number, each one sample further than the one before.
  void weigh(double distance, int count, double* weights) const;

  bool operator==(const FilterShape&) const = default;

 private:
  ResampleMethod method_;
  double width_;     ///< the filter is stretched by this
  double lobes_;     ///< radius before stretching
  double triangle_;  ///< share of the triangle in kAuto; 0 in others
};

}  // namespace gimbal

// Resamples a plane with filters of any length: bicubic, Lanczos, or what suits the scale.
#pragma once

#include "lib/resample/column_first_filter.hpp"
#include "lib/resample/filter_kernels.hpp"
#include "lib/resample/method.hpp"
#include "lib/resample/plane_resampler.hpp"
#include "lib/resample/row_first_filter.hpp"
#include "lib/resample/sample_format.hpp"

namespace gimbal {

/// Planes of any `SampleFormat`. kBilinear is done too, but 8-bit planes have a faster kernel for
/// it. The same bytes whatever the instructions, however rows are shared out between threads.
class FilteredPlane : public PlaneResampler {
 public:
  /// `workers` threads may run at once.
  FilteredPlane(SampleFormat format, ResampleMethod method, int workers,
                const FilterKernels& kernels = filter_kernels().front());

  void prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width, int in_height,
               int out_width, int out_height) override;
  void run(const Plane& in, const MutablePlane& out, int begin, int end, int worker) override;

 private:
  bool suits_columns_first(const AxisMap& horizontal, const AxisMap& vertical) const;

  SampleFormat format_;
  ResampleMethod method_;
  bool columns_first_ = false;
  ColumnFirstFilter column_first_;
  RowFirstFilter row_first_;
};

}  // namespace gimbal

#include "lib/resample/filtered_plane.hpp"

namespace gimbal {

FilteredPlane::FilteredPlane(SampleFormat format, ResampleMethod method, int workers,
                             const FilterKernels& kernels)
    : format_(format),
      method_(method),
      column_first_(format, workers, kernels),
      row_first_(format, method, workers, kernels) {}

bool FilteredPlane::suits_columns_first(const AxisMap& horizontal, const AxisMap& vertical) const {
  return method_ == ResampleMethod::kAuto && format_.value_bytes == 1 &&
         horizontal.step >= ColumnFirstFilter::kLeastStep &&
         vertical.step >= ColumnFirstFilter::kLeastStep;
}

void FilteredPlane::prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width,
                            int in_height, int out_width, int out_height) {
  columns_first_ = suits_columns_first(horizontal, vertical);
  if (columns_first_) {
    column_first_.prepare(horizontal, vertical, in_width, in_height, out_width, out_height);
  } else {
    row_first_.prepare(horizontal, vertical, in_width, in_height, out_width, out_height);
  }
}

void FilteredPlane::run(const Plane& in, const MutablePlane& out, int begin, int end, int worker) {
  if (columns_first_) {
    column_first_.run(in, out, begin, end, worker);
  } else {
    row_first_.run(in, out, begin, end, worker);
  }
}

}  // namespace gimbal

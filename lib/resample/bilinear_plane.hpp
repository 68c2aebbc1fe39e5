// Bilinear sampling of one plane of bytes: two by two samples at any scale.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/resample/bilinear_columns.hpp"
#include "lib/resample/bilinear_kernel.hpp"
#include "lib/resample/plane_resampler.hpp"

namespace gimbal {

/// Places are rounded to 1/128 of a sample horizontally and 1/32768 vertically; the value is
/// rounded once more. The bytes do not depend on the instruction set.
class BilinearPlane final : public PlaneResampler {
 public:
  /// `channels` interleaved: 1, 2 or 4. `kernels` are tried in turn, for rows can be too short for
  /// the first; the last one takes any.
  explicit BilinearPlane(int channels,
                         const std::vector<BilinearKernel>& kernels = bilinear_kernels());

  void prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width, int in_height,
               int out_width, int out_height) override;
  void run(const Plane& in, const MutablePlane& out, int begin, int end, int worker) override;

 private:
  /// What the columns' tables were made for; places have 32 bits of fraction.
  struct Columns {
    std::int64_t origin = 0;
    std::int64_t step = 0;
    int in_width = 0;
    int out_width = 0;
  };
  struct Rows {
    AxisMap map;
    int in_height = 0;
    int out_height = 0;
  };
  struct SourceRow {
    int top;
    int bottom;
    std::int16_t weight;  // of the bottom one, over 32768
  };

  void prepare_columns(const AxisMap& map, int in_width, int out_width);
  void prepare_rows(const AxisMap& map, int in_height, int out_height);
  const BilinearKernel& kernel_for(const Columns& columns) const;

  int channels_;
  std::vector<BilinearKernel> kernels_;
  const BilinearKernel* kernel_ = nullptr;
  Columns columns_;
  std::ptrdiff_t moved_ = 0;  // bytes to the right of where the tables were made for
  BilinearColumnTables tables_;
  Rows rows_;
  std::vector<SourceRow> source_rows_;
};

}  // namespace gimbal

// Blends rows, then filters the one row of bytes that comes of them along itself.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/pixel/plane.hpp"
#include "lib/resample/cache_aligned.hpp"
#include "lib/resample/filter_kernels.hpp"
#include "lib/resample/filter_taps.hpp"
#include "lib/resample/tap_blocks.hpp"

namespace gimbal {

/// kAuto where the picture gets much smaller, on bytes: then reading the source is most of the
/// work, the filter has no negative lobes, and what rounding in between adds is averaged away.
/// `prepare` and `run` as in PlaneResampler.
class ColumnFirstFilter {
 public:
  /// From here on no weight is over half, which the kernel relies on.
  static constexpr double kLeastStep = 2.2;

  ColumnFirstFilter(SampleFormat format, int workers, const FilterKernels& kernels);

  void prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width, int in_height,
               int out_width, int out_height);
  void run(const Plane& in, const MutablePlane& out, int begin, int end, int worker);

 private:
  /// What one thread works in.
  struct Scratch {
    CacheAlignedVector<std::uint8_t> blended;  // kRowBatch rows
    std::vector<const std::uint8_t*> rows;
    std::vector<std::int8_t> weights;
  };

  void blend(const Plane& in, int y, std::uint8_t* row, Scratch& scratch) const;
  void repeat_edges(std::uint8_t* row) const;

  SampleFormat format_;
  const FilterKernels& kernels_;
  FilterTaps columns_;
  FilterTaps rows_;
  TapLayout layout_;
  int in_height_ = 0;
  // Samples of the source that a blended row is of. It begins `before_` samples earlier and goes on
  // `after_` samples more, which repeat its edges.
  int begin_ = 0;
  int end_ = 0;
  int before_ = 0;
  int after_ = 0;
  int row_bytes_ = 0;  // from one blended row to the next
  int skipped_ = 0;    // samples of it before the first tap, where all taps lie beyond the source
  std::vector<Scratch> scratches_;  // one a worker
};

}  // namespace gimbal

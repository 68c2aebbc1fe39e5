// Filters every source row that is needed along itself, once, then blends rows.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/pixel/plane.hpp"
#include "lib/resample/cache_aligned.hpp"
#include "lib/resample/filter_kernels.hpp"
#include "lib/resample/filter_taps.hpp"
#include "lib/resample/tap_blocks.hpp"

namespace gimbal {

/// For all filters and formats. `prepare` and `run` as in PlaneResampler.
class RowFirstFilter {
 public:
  RowFirstFilter(SampleFormat format, ResampleMethod method, int workers,
                 const FilterKernels& kernels);

  void prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width, int in_height,
               int out_width, int out_height);
  void run(const Plane& in, const MutablePlane& out, int begin, int end, int worker);

 private:
  /// What one thread works in.
  struct Scratch {
    CacheAlignedVector<std::int16_t> ring;  // filtered rows, each at its number modulo ring_rows_
    std::vector<std::uint8_t> staged;       // ends of kRowBatch rows
    std::vector<const std::int16_t*> rows;
    std::vector<std::int16_t> weights;
  };

  void find_ends(int in_width);
  int source_row(int tap) const;
  void filter_rows(const Plane& in, int begin, int end, Scratch& scratch) const;
  void filter_end(RowBatch batch, int in_width, int begin, int end, Scratch& scratch) const;
  void filter(const RowBatch& batch) const;
  void blend(int y, std::uint8_t* out, Scratch& scratch) const;
  std::ptrdiff_t moved_bytes() const;

  SampleFormat format_;
  const FilterKernels& kernels_;
  FilterTaps columns_;
  FilterTaps rows_;
  TapLayout layout_;
  int in_height_ = 0;
  // Blocks [inside_begin_, inside_end_) read nothing beside the row.
  int inside_begin_ = 0;
  int inside_end_ = 0;
  int staged_bytes_ = 0;  // of a row
  int ring_rows_ = 0;
  int ring_values_ = 0;             // from one row of the ring to the next
  std::vector<Scratch> scratches_;  // one a worker
};

}  // namespace gimbal

#include "lib/resample/bilinear_plane.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

constexpr std::int64_t kOne = std::int64_t{1} << 32;
constexpr int kRowWeightBits = 15;
constexpr int kRowShift = 32 - kRowWeightBits;
constexpr std::int64_t kRowHalf = std::int64_t{1} << (kRowShift - 1);

/// Output rows between asking for source rows and using them: by then they have come from memory.
constexpr int kRowsAhead = 4;

std::int64_t fixed(double value) {
  return std::llround(value * static_cast<double>(kOne));
}

}  // namespace

BilinearPlane::BilinearPlane(int channels, const std::vector<BilinearKernel>& kernels)
    : channels_(channels), kernels_(kernels) {}

void BilinearPlane::prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width,
                            int in_height, int out_width, int out_height) {
  prepare_columns(horizontal, in_width, out_width);
  prepare_rows(vertical, in_height, out_height);
}

const BilinearKernel& BilinearPlane::kernel_for(const Columns& columns) const {
  const auto takes = [&](const BilinearKernel& kernel) {
    return columns.in_width * channels_ >= kernel.shape.window &&
           columns.out_width * channels_ >= kernel.shape.block() &&
           BilinearColumnTables::windows_for(kernel.shape, channels_, columns.step) > 0;
  };
  const auto found = std::find_if(kernels_.begin(), kernels_.end(), takes);
  return found == kernels_.end() ? kernels_.back() : *found;
}

void BilinearPlane::prepare_columns(const AxisMap& map, int in_width, int out_width) {
  const Columns wanted{fixed(map.origin), fixed(map.step), in_width, out_width};
  const std::int64_t move = wanted.origin - columns_.origin;
  if (kernel_ != nullptr && wanted.step == columns_.step && wanted.in_width == columns_.in_width &&
      wanted.out_width == columns_.out_width && move % kOne == 0 &&
      tables_.holds_after_move(move / kOne)) {
    moved_ = static_cast<std::ptrdiff_t>(move / kOne * channels_);
    return;
  }
  columns_ = wanted;
  moved_ = 0;
  kernel_ = &kernel_for(wanted);
  tables_.build(kernel_->shape, channels_, in_width, out_width, wanted.origin, wanted.step);
}

void BilinearPlane::prepare_rows(const AxisMap& map, int in_height, int out_height) {
  if (map.origin == rows_.map.origin && map.step == rows_.map.step &&
      in_height == rows_.in_height && out_height == rows_.out_height) {
    return;
  }
  rows_ = {map, in_height, out_height};
  source_rows_.resize(static_cast<std::size_t>(out_height));
  const std::int64_t last = (in_height - 1) * kOne;
  const std::int64_t step = fixed(map.step);
  std::int64_t place = fixed(map.origin) + kRowHalf;
  for (SourceRow& row : source_rows_) {
    const std::int64_t rounded = std::clamp<std::int64_t>(place, 0, last) >> kRowShift;
    const int top = static_cast<int>(rounded >> kRowWeightBits);
    const auto weight = static_cast<std::int16_t>(rounded & ((1 << kRowWeightBits) - 1));
    row = {top, weight == 0 ? top : top + 1, weight};
    place += step;
  }
}

void BilinearPlane::run(const Plane& in, const MutablePlane& out, int begin, int end,
                        int /*worker*/) {
  const BilinearColumns columns = tables_.view();
  const auto source = [&](int y) { return in.row(y) + moved_; };
  int asked_for = -1;
  for (int y = begin; y < end; y += kRowsAtOnce) {
    BilinearRows rows{};
    for (int i = 0; i < kRowsAtOnce; ++i) {
      const int row = std::min(y + i, end - 1);
      const SourceRow& at = source_rows_[static_cast<std::size_t>(row)];
      rows.sources[2 * i] = source(at.top);
      rows.sources[2 * i + 1] = source(at.bottom);
      rows.out[i] = out.row(row);
      rows.weights[i] = at.weight;
      const int ahead = std::min(row + kRowsAhead, end - 1);
      rows.out_soon[i] = out.row(ahead);
      const SourceRow& soon = source_rows_[static_cast<std::size_t>(ahead)];
      for (const int wanted : {soon.top, soon.bottom}) {
        if (wanted > asked_for) {
          rows.soon[rows.soon_count++] = source(wanted);
          asked_for = wanted;
        }
      }
    }
    kernel_->run(columns, rows);
  }
}

}  // namespace gimbal

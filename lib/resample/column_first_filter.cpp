#include "lib/resample/column_first_filter.hpp"

#include <algorithm>
#include <cstddef>

#include "lib/resample/edge_samples.hpp"

namespace gimbal {

ColumnFirstFilter::ColumnFirstFilter(SampleFormat format, int workers, const FilterKernels& kernels)
    : format_(format),
      kernels_(kernels),
      columns_(ResampleMethod::kAuto, weight_one(TapWeights::kUnsigned)),
      rows_(ResampleMethod::kAuto, weight_one(TapWeights::kUnsigned)),
      layout_(format, TapWeights::kUnsigned, kernels.lanes),
      scratches_(static_cast<std::size_t>(workers)) {}

void ColumnFirstFilter::prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width,
                                int in_height, int out_width, int out_height) {
  if (columns_.prepare(horizontal, in_width, out_width) == TapsChange::kReplaced) {
    layout_.fill(columns_);
  }
  rows_.prepare(vertical, in_height, out_height);
  in_height_ = in_height;
  const int first = columns_.first(0);
  const int last = columns_.first(out_width - 1) + layout_.reach() / format_.bytes();
  const int row_begin = std::min(first, in_width - 1);
  const int row_end = std::max(last, 1);
  begin_ = std::max(row_begin, 0);
  end_ = std::clamp(row_end, begin_ + 1, in_width);
  before_ = begin_ - row_begin;
  after_ = row_end - end_;
  skipped_ = first - row_begin;
  const auto taps = static_cast<std::size_t>(rows_.taps());
  constexpr int kLine = kCacheLine;
  row_bytes_ = ((row_end - row_begin) * format_.bytes() + kLine - 1) / kLine * kLine;
  for (Scratch& scratch : scratches_) {
    scratch.blended.resize(static_cast<std::size_t>(kRowBatch * row_bytes_));
    scratch.rows.resize(taps);
    scratch.weights.resize(taps);
  }
}

void ColumnFirstFilter::run(const Plane& in, const MutablePlane& out, int begin, int end,
                            int worker) {
  Scratch& scratch = scratches_[static_cast<std::size_t>(worker)];
  ByteBatch batch{};
  batch.values = columns_.count() * format_.channels;
  for (int y = begin; y < end; y += kRowBatch) {
    const int last = std::min(kRowBatch, end - y) - 1;
    for (int i = 0; i < kRowBatch; ++i) {
      std::uint8_t* row = scratch.blended.data() + std::min(i, last) * row_bytes_;
      if (i <= last) {
        blend(in, y + i, row, scratch);
        repeat_edges(row);
      }
      batch.rows[i] = row + skipped_ * format_.bytes() - layout_.first_base(0);
      batch.out[i] = out.row(y + std::min(i, last));
      // What blending will ask for when it has used what it has asked for already.
      const int soon = rows_.first(y + last) + rows_.taps() + rows_.taps() / 2 + i;
      batch.soon[i] = in.row(std::clamp(soon, 0, in_height_ - 1)) + begin_ * format_.bytes() -
                      layout_.first_base(0);
    }
    kernels_.filter_bytes(layout_.blocks(), batch);
  }
}

/// Pairs the first half of the taps with the second: neighbours together could weigh over half.
void ColumnFirstFilter::blend(const Plane& in, int y, std::uint8_t* row, Scratch& scratch) const {
  const int bytes = format_.bytes();
  const int half = rows_.taps() / 2;
  const int first = rows_.first(y);
  const std::int16_t* weights = rows_.weights(y);
  for (int i = 0; i < rows_.taps(); ++i) {
    const int tap = i / 2 + i % 2 * half;
    scratch.rows[static_cast<std::size_t>(i)] =
        in.row(std::clamp(first + tap, 0, in_height_ - 1)) + begin_ * bytes;
    scratch.weights[static_cast<std::size_t>(i)] = static_cast<std::int8_t>(weights[tap]);
  }
  // The row after the last is half the taps after the middle one, or nearly.
  const ByteRows rows{scratch.rows.data(), scratch.weights.data(), half, half * in.stride};
  kernels_.blend_bytes(rows, row + before_ * bytes, (end_ - begin_) * bytes);
}

void ColumnFirstFilter::repeat_edges(std::uint8_t* row) const {
  const int bytes = format_.bytes();
  const int samples = end_ - begin_;
  repeat_sample(row + before_ * bytes, bytes, before_, row);
  std::uint8_t* after = row + (before_ + samples) * bytes;
  repeat_sample(after - bytes, bytes, after_, after);
}

}  // namespace gimbal

#include "lib/resample/row_first_filter.hpp"

#include <algorithm>
#include <cstddef>

#include "lib/resample/edge_samples.hpp"

namespace gimbal {

namespace {

// Enough for memory to answer while the rows before are filtered.
constexpr int kPrefetchRows = kRowBatch;

TapWeights weights_for(SampleFormat format) {
  return format.value_bytes == 1 ? TapWeights::kSigned : TapWeights::kWords;
}

/// What rows weigh in all for the kernels to blend filtered rows.
int row_one(SampleFormat format) {
  constexpr int kOfBytes = (64 * (1 << 15) + kSignedOne / 2) / kSignedOne;
  return format.value_bytes == 1 ? kOfBytes : 16384;
}

}  // namespace

RowFirstFilter::RowFirstFilter(SampleFormat format, ResampleMethod method, int workers,
                               const FilterKernels& kernels)
    : format_(format),
      kernels_(kernels),
      columns_(method, weight_one(weights_for(format))),
      rows_(method, row_one(format)),
      layout_(format, weights_for(format), kernels.lanes),
      scratches_(static_cast<std::size_t>(workers)) {}

void RowFirstFilter::prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width,
                             int in_height, int out_width, int out_height) {
  const TapsChange change = columns_.prepare(horizontal, in_width, out_width);
  rows_.prepare(vertical, in_height, out_height);
  in_height_ = in_height;
  if (change == TapsChange::kReplaced) {
    layout_.fill(columns_);
  }
  if (change != TapsChange::kNone) {
    find_ends(in_width);
  }
  ring_rows_ = rows_.taps() + kRowBatch - 1;
  const TapBlocks& blocks = layout_.blocks();
  constexpr int kLineValues = kCacheLine / sizeof(std::int16_t);
  ring_values_ =
      (blocks.blocks * blocks.block_values + kLineValues - 1) / kLineValues * kLineValues;
  for (Scratch& scratch : scratches_) {
    // Blending reads a few vectors at once.
    scratch.ring.resize(
        static_cast<std::size_t>(ring_rows_ * ring_values_ + 8 * blocks.block_values));
    scratch.staged.resize(static_cast<std::size_t>(kRowBatch * staged_bytes_));
    scratch.rows.resize(static_cast<std::size_t>(rows_.taps()));
    scratch.weights.resize(static_cast<std::size_t>(rows_.taps()));
  }
}

std::ptrdiff_t RowFirstFilter::moved_bytes() const {
  return std::ptrdiff_t{columns_.moved()} * format_.bytes();
}

void RowFirstFilter::find_ends(int in_width) {
  const auto moved = static_cast<int>(moved_bytes());
  const int row_bytes = in_width * format_.bytes();
  const int blocks = layout_.blocks().blocks;
  const auto end_of = [&](int block) { return layout_.last_base(block) + layout_.reach(); };
  inside_begin_ = 0;
  while (inside_begin_ < blocks && layout_.first_base(inside_begin_) + moved < 0) {
    ++inside_begin_;
  }
  inside_end_ = blocks;
  while (inside_end_ > inside_begin_ && end_of(inside_end_ - 1) + moved > row_bytes) {
    --inside_end_;
  }
  staged_bytes_ = 0;
  if (inside_begin_ > 0) {
    staged_bytes_ = end_of(inside_begin_ - 1) - layout_.first_base(0);
  }
  if (inside_end_ < blocks) {
    staged_bytes_ = std::max(staged_bytes_, end_of(blocks - 1) - layout_.first_base(inside_end_));
  }
}

int RowFirstFilter::source_row(int tap) const {
  return std::clamp(tap, 0, in_height_ - 1);
}

void RowFirstFilter::run(const Plane& in, const MutablePlane& out, int begin, int end, int worker) {
  Scratch& scratch = scratches_[static_cast<std::size_t>(worker)];
  const int reach = rows_.taps() - 1;
  const int rows_end = source_row(rows_.first(end - 1) + reach) + 1;
  int next = 0;  // the first row that is not filtered yet
  for (int y = begin; y < end; ++y) {
    const int needed_end = source_row(rows_.first(y) + reach) + 1;
    next = std::max(next, source_row(rows_.first(y)));
    while (next < needed_end) {
      const int batch_end = std::min(next + kRowBatch, rows_end);
      filter_rows(in, next, batch_end, scratch);
      next = batch_end;
    }
    blend(y, out.row(y), scratch);
  }
}

/// Source rows [begin, end), at most kRowBatch, into the ring.
void RowFirstFilter::filter_rows(const Plane& in, int begin, int end, Scratch& scratch) const {
  RowBatch batch{};
  for (int i = 0; i < kRowBatch; ++i) {
    const int row = std::min(begin + i, end - 1);
    batch.rows[i] = in.row(row);
    batch.out[i] = scratch.ring.data() + row % ring_rows_ * ring_values_;
  }
  filter_end(batch, in.width, 0, inside_begin_, scratch);
  filter_end(batch, in.width, inside_end_, layout_.blocks().blocks, scratch);
  if (inside_begin_ == inside_end_) {
    return;
  }
  batch.begin = inside_begin_;
  batch.end = inside_end_;
  batch.soon = kPrefetchRows * in.stride;
  for (const std::uint8_t*& row : batch.rows) {
    row += moved_bytes();
  }
  filter(batch);
}

/// Blocks [begin, end), which read beyond an end of the rows: from a copy that goes on.
void RowFirstFilter::filter_end(RowBatch batch, int in_width, int begin, int end,
                                Scratch& scratch) const {
  if (begin == end) {
    return;
  }
  const int bytes = format_.bytes();
  const int first_byte = layout_.first_base(begin);
  const int first = first_byte / bytes + columns_.moved();
  const int last = (layout_.last_base(end - 1) + layout_.reach()) / bytes + columns_.moved();
  for (int i = 0; i < kRowBatch; ++i) {
    std::uint8_t* staged = scratch.staged.data() + i * staged_bytes_;
    copy_with_edges(batch.rows[i], in_width, bytes, first, last, staged);
    batch.rows[i] = staged - first_byte;
  }
  batch.begin = begin;
  batch.end = end;
  filter(batch);
}

void RowFirstFilter::filter(const RowBatch& batch) const {
  if (format_.value_bytes == 1) {
    kernels_.filter_signed(layout_.blocks(), batch);
  } else {
    kernels_.filter_words(layout_.blocks(), batch);
  }
}

/// Output row `y` of the rows in the ring. Rows that weigh nothing are left out.
void RowFirstFilter::blend(int y, std::uint8_t* out, Scratch& scratch) const {
  WordRows in{scratch.rows.data(), scratch.weights.data(), 0};
  const std::int16_t* weights = rows_.weights(y);
  const int first = source_row(rows_.first(y));
  const int first_slot = first % ring_rows_;
  for (int i = 0; i < rows_.taps(); ++i) {
    if (weights[i] != 0) {
      const int slot = first_slot + source_row(rows_.first(y) + i) - first;
      const auto to = static_cast<std::size_t>(in.count++);
      scratch.rows[to] =
          scratch.ring.data() + (slot < ring_rows_ ? slot : slot - ring_rows_) * ring_values_;
      scratch.weights[to] = weights[i];
    }
  }
  const int values = columns_.count() * format_.channels;
  if (format_.value_bytes == 1) {
    kernels_.words_to_bytes(in, out, values);
  } else {
    kernels_.words_to_p010(in, out, values);
  }
}

}  // namespace gimbal

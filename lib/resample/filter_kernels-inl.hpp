// The loops of filter_kernels.cpp, once for each instruction set.
// Its guard flips with each inclusion.
#if defined(GIMBAL_FILTER_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIMBAL_FILTER_KERNELS_INL
#undef GIMBAL_FILTER_KERNELS_INL
#else
#define GIMBAL_FILTER_KERNELS_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "lib/resample/filter_kernels.hpp"
#include "lib/resample/filter_vector-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

constexpr int kVectorBytes = kLanes * kLaneBytes;
constexpr int kVectorWords = kVectorBytes / 2;

/// Two taps of a vector's output values, picked out of a row. `kWindows` as in TapBlocks.
template <int kWindows>
HWY_INLINE Vector pick_pair(const std::uint8_t* row, const std::int32_t* bases, Vector shuffle,
                            int pair_bytes) {
  if constexpr (kWindows == 0) {
    return pick(gather(row, bases, pair_bytes), shuffle);
  }
  const Vector near = pick(load_lanes(row, bases), shuffle);
  if constexpr (kWindows == 1) {
    return near;
  }
  return either(near, pick(load_lanes(row + kLaneBytes, bases), flip(shuffle, bytes(128))));
}

template <int kWindows>
HWY_INLINE int bases_of_vector(const TapBlocks& taps) {
  return kWindows == 0 ? kLanes * kLaneBytes / taps.pair_bytes : kLanes;
}

/// Divided by 2^shift and rounded.
template <int kShift>
HWY_INLINE Vector rounded(Vector a) {
  return scale(a, words(1 << (15 - kShift)));
}

template <std::size_t kCount>
HWY_INLINE void fill(Vector (&vectors)[kCount], Vector with) {
  for (Vector& v : vectors) {
    v = with;
  }
}

/// Brings a share of the rows that come next into the cache with every block.
class Prefetcher {
 public:
  explicit Prefetcher(const RowBatch& batch)
      : batch_(batch),
        step_((batch.soon_bytes / kLine + batch.end - batch.begin) / (batch.end - batch.begin) *
              kLine) {}

  HWY_INLINE void next() {
    for (const int end = std::min(at_ + step_, batch_.soon_bytes); at_ < end; at_ += kLine) {
      for (int i = 0; i < batch_.soon_count; ++i) {
        __builtin_prefetch(batch_.soon[i] + at_);
      }
    }
  }

 private:
  static constexpr int kLine = 64;
  const RowBatch& batch_;
  int step_;  // bytes a block
  int at_ = 0;
};

template <int kWindows, std::size_t kRows>
void filter_split_rows(const TapBlocks& taps, const RowBatch& batch) {
  const int vector_bases = bases_of_vector<kWindows>(taps);
  Prefetcher soon(batch);
  for (int block = batch.begin; block < batch.end; ++block) {
    soon.next();
    const std::int32_t* bases = taps.bases + block * vector_bases;
    const Vector shuffle = load(taps.shuffles + block * kVectorBytes);
    const std::uint8_t* weights = taps.weights + block * taps.pairs * 2 * kVectorBytes;
    Vector sums[kRows];
    fill(sums, words(0));
    for (int begin = 0; begin < taps.pairs; begin += 4) {
      Vector low[kRows];
      fill(low, words(0));
      // More than four pairs of low bytes would not fit.
      const int end = std::min(begin + 4, taps.pairs);
      for (int pair = begin; pair < end; ++pair, weights += 2 * kVectorBytes) {
        for (std::size_t r = 0; r < kRows; ++r) {
          const Vector picked = pick_pair<kWindows>(batch.rows[r] + pair * taps.pair_bytes, bases,
                                                    shuffle, taps.pair_bytes);
          sums[r] = add(sums[r], weigh(picked, load(weights)));
          low[r] = add(low[r], weigh(picked, load(weights + kVectorBytes)));
        }
      }
      for (std::size_t r = 0; r < kRows; ++r) {
        sums[r] = add(sums[r], rounded<5>(low[r]));
      }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
      store(sums[r], batch.out[r] + block * kVectorWords);
    }
  }
}

template <int kWindows, std::size_t kRows>
void filter_word_rows(const TapBlocks& taps, const RowBatch& batch) {
  const int vector_bases = bases_of_vector<kWindows>(taps);
  Prefetcher soon(batch);
  for (int block = batch.begin; block < batch.end; ++block) {
    soon.next();
    Vector sums[kRows][2];
    for (std::size_t half = 0; half < 2; ++half) {
      const int vector = 2 * block + static_cast<int>(half);
      const std::int32_t* bases = taps.bases + vector * vector_bases;
      const Vector shuffle = load(taps.shuffles + vector * kVectorBytes);
      const std::uint8_t* weights = taps.weights + vector * taps.pairs * kVectorBytes;
      for (std::size_t r = 0; r < kRows; ++r) {
        sums[r][half] = words(0);
      }
      for (int pair = 0; pair < taps.pairs; ++pair, weights += kVectorBytes) {
        for (std::size_t r = 0; r < kRows; ++r) {
          const Vector picked = pick_pair<kWindows>(batch.rows[r] + pair * taps.pair_bytes, bases,
                                                    shuffle, taps.pair_bytes);
          sums[r][half] =
              add_sums(sums[r][half], weigh_words(flip(picked, words(-32768)), load(weights)));
        }
      }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
      store(pack_rounded_sums(sums[r][0], sums[r][1]), batch.out[r] + block * kVectorWords);
    }
  }
}

static_assert(kRowBatch == 2);

void filter_split(const TapBlocks& taps, const RowBatch& batch) {
  const bool both = batch.count == 2;
  switch (taps.windows) {
    case 1:
      return both ? filter_split_rows<1, 2>(taps, batch) : filter_split_rows<1, 1>(taps, batch);
    case 2:
      return both ? filter_split_rows<2, 2>(taps, batch) : filter_split_rows<2, 1>(taps, batch);
    default:
      return both ? filter_split_rows<0, 2>(taps, batch) : filter_split_rows<0, 1>(taps, batch);
  }
}

void filter_words(const TapBlocks& taps, const RowBatch& batch) {
  const bool both = batch.count == 2;
  switch (taps.windows) {
    case 1:
      return both ? filter_word_rows<1, 2>(taps, batch) : filter_word_rows<1, 1>(taps, batch);
    case 2:
      return both ? filter_word_rows<2, 2>(taps, batch) : filter_word_rows<2, 1>(taps, batch);
    default:
      return both ? filter_word_rows<0, 2>(taps, batch) : filter_word_rows<0, 1>(taps, batch);
  }
}

/// `kVectors` vectors of blended words at word `x`.
template <std::size_t kVectors>
HWY_INLINE void blend_words(const WordRows& in, int x, Vector (&sums)[kVectors]) {
  fill(sums, words(0));
  for (int i = 0; i < in.count; ++i) {
    const Vector weight = words(in.weights[i]);
    const std::int16_t* row = in.rows[i] + x;
    for (std::size_t v = 0; v < kVectors; ++v) {
      sums[v] = add(sums[v], scale(load(row + v * kVectorWords), weight));
    }
  }
}

/// Calls `make(i, to)` for every `step`th of `size` bytes of output, the last of them by way of a
/// buffer where it is cut off.
template <std::size_t kStep, class Make>
HWY_INLINE void in_steps(std::uint8_t* out, int size, Make make) {
  constexpr int kStepBytes = static_cast<int>(kStep);
  int at = 0;
  for (; at + kStepBytes <= size; at += kStepBytes) {
    make(at, out + at);
  }
  if (at < size) {
    std::uint8_t rest[kStep];
    make(at, rest);
    std::memcpy(out + at, rest, static_cast<std::size_t>(size - at));
  }
}

void words_to_bytes(const WordRows& in, std::uint8_t* out, int values) {
  in_steps<2 * kVectorBytes>(out, values, [&](int at, std::uint8_t* to) HWY_ATTR {
    Vector sums[4];
    blend_words(in, at, sums);
    for (int i = 0; i < 2; ++i) {
      store(pack_bytes(rounded<5>(sums[2 * i]), rounded<5>(sums[2 * i + 1])),
            to + i * kVectorBytes);
    }
  });
}

void words_to_p010(const WordRows& in, std::uint8_t* out, int values) {
  in_steps<2 * kVectorBytes>(out, 2 * values, [&](int at, std::uint8_t* to) HWY_ATTR {
    Vector sums[2];
    blend_words(in, at / 2, sums);
    for (int i = 0; i < 2; ++i) {
      store(high_ten_bits(rounded<4>(add(sums[i], words(1 << 13)))), to + i * kVectorBytes);
    }
  });
}

/// Bytes less 128 of the sums of two vectors' worth of rows at byte `x`.
template <std::size_t kVectors>
HWY_INLINE void blend_byte_columns(const ByteRows& in, int x, std::uint8_t* out) {
  Vector low[kVectors];
  Vector high[kVectors];
  fill(low, words(-32768));
  fill(high, words(-32768));
  for (int pair = 0; pair < in.pairs; ++pair) {
    const Vector weights = byte_pairs(in.weights + 2 * pair);
    const std::uint8_t* a = in.rows[2 * pair] + x;
    const std::uint8_t* b = in.rows[2 * pair + 1] + x;
    for (std::size_t v = 0; v < kVectors; ++v) {
      const Vector one = load(a + v * kVectorBytes);
      const Vector other = load(b + v * kVectorBytes);
      low[v] = add(low[v], weigh(alternate_low(one, other), weights));
      high[v] = add(high[v], weigh(alternate_high(one, other), weights));
    }
  }
  for (std::size_t v = 0; v < kVectors; ++v) {
    store(pack_lanes(rounded<8>(low[v]), rounded<8>(high[v])), out + x + v * kVectorBytes);
  }
}

/// As above, where there are too few bytes for a vector.
HWY_INLINE void blend_few_bytes(const ByteRows& in, std::uint8_t* out, int bytes) {
  for (int x = 0; x < bytes; ++x) {
    int sum = 0;
    for (int i = 0; i < 2 * in.pairs; ++i) {
      sum += in.rows[i][x] * in.weights[i];
    }
    out[x] = static_cast<std::uint8_t>(((sum + 128) >> 8) - 128);
  }
}

void blend_bytes(const ByteRows& in, std::uint8_t* out, int bytes) {
  constexpr int kStep = std::max(64, kVectorBytes);
  constexpr std::size_t kVectors = kStep / kVectorBytes;
  if (bytes < kStep) {
    return blend_few_bytes(in, out, bytes);
  }
  for (int x = 0; x + kStep <= bytes; x += kStep) {
    for (int i = 0; i < in.soon_count; ++i) {
      __builtin_prefetch(in.soon[i] + x);
    }
    blend_byte_columns<kVectors>(in, x, out);
  }
  blend_byte_columns<kVectors>(in, bytes - kStep, out);
}

template <int kWindows>
HWY_INLINE Vector filter_byte_vector(const TapBlocks& taps, const std::uint8_t* row, int vector) {
  const std::int32_t* bases = taps.bases + vector * bases_of_vector<kWindows>(taps);
  const Vector shuffle = load(taps.shuffles + vector * kVectorBytes);
  const std::uint8_t* weights = taps.weights + vector * taps.pairs * kVectorBytes;
  Vector sum = words(0);
  for (int pair = 0; pair < taps.pairs; ++pair, weights += kVectorBytes) {
    const Vector picked =
        pick_pair<kWindows>(row + pair * taps.pair_bytes, bases, shuffle, taps.pair_bytes);
    sum = add(sum, weigh(load(weights), picked));
  }
  return rounded<8>(sum);
}

template <int kWindows>
void filter_byte_row(const TapBlocks& taps, const std::uint8_t* row, std::uint8_t* out,
                     int values) {
  in_steps<kVectorBytes>(out, values, [&](int at, std::uint8_t* to) HWY_ATTR {
    const int vector = at / kVectorWords;
    const Vector left = filter_byte_vector<kWindows>(taps, row, vector);
    const Vector right =
        vector + 1 < taps.blocks ? filter_byte_vector<kWindows>(taps, row, vector + 1) : words(0);
    store(flip(pack_signed(left, right), bytes(128)), to);
  });
}

void filter_bytes(const TapBlocks& taps, const std::uint8_t* row, std::uint8_t* out, int values) {
  switch (taps.windows) {
    case 1:
      return filter_byte_row<1>(taps, row, out, values);
    case 2:
      return filter_byte_row<2>(taps, row, out, values);
    default:
      return filter_byte_row<0>(taps, row, out, values);
  }
}

FilterKernels kernels(const char* instructions) {
  return {instructions,   kLanes,        filter_split, filter_words,
          words_to_bytes, words_to_p010, blend_bytes,  filter_bytes};
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // GIMBAL_FILTER_KERNELS_INL

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
#include <array>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "lib/resample/filter_kernels.hpp"
#include "lib/resample/filter_vector-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

constexpr int kVectorBytes = kLanes * kLaneBytes;
constexpr int kVectorWords = kVectorBytes / 2;

/// How the numbers that shape a loop are known to the compiler, as in TapBlocks; 0 pairs are any
/// number of them.
template <int kPairsKnown, int kWindowsKnown, int kWindowPairsKnown>
struct Shape {
  static constexpr int kPairs = kPairsKnown;
  static constexpr int kWindows = kWindowsKnown;
  static constexpr int kWindowPairs = kWindowPairsKnown;

  static HWY_INLINE int pairs(const TapBlocks& taps) { return kPairs > 0 ? kPairs : taps.pairs; }
};

/// Shuffles for the pairs of a window. They are of the first, and move on with the pairs.
template <class Shape>
class Shuffles {
 public:
  HWY_INLINE Shuffles(Vector first, int pair_bytes) {
    for (int i = 0; i < Shape::kWindowPairs; ++i) {
      near_[i] = add_bytes(first, bytes(i * pair_bytes));
      far_[i] = flip(near_[i], bytes(128));
    }
  }

  HWY_INLINE Vector pick_pair(Vector near, int i) const { return pick(near, near_[i]); }
  HWY_INLINE Vector pick_pair(Vector near, Vector far, int i) const {
    return either(pick(near, near_[i]), pick(far, far_[i]));
  }

 private:
  static constexpr auto kCount = static_cast<std::size_t>(Shape::kWindowPairs);
  Vector near_[kCount];
  Vector far_[kCount];
};

/// Calls `use(pair, samples)` for every two taps of a vector's output values.
template <class Shape, class Use>
HWY_INLINE void each_pair(const TapBlocks& taps, const std::uint8_t* row, const std::int32_t* bases,
                          const Shuffles<Shape>& shuffles, Use use) {
  const int pairs = Shape::pairs(taps);
  for (int first = 0; first < pairs; first += Shape::kWindowPairs) {
    const std::uint8_t* from = row + first * taps.pair_bytes;
    if constexpr (Shape::kWindows == 0) {
      use(first, shuffles.pick_pair(gather(from, bases, taps.pair_bytes), 0));
    } else {
      const Vector near = load_lanes(from, bases);
      for (int i = 0; i < Shape::kWindowPairs && first + i < pairs; ++i) {
        if constexpr (Shape::kWindows == 2) {
          const Vector far = load_lanes(from + kLaneBytes, bases);
          use(first + i, shuffles.pick_pair(near, far, i));
        } else {
          use(first + i, shuffles.pick_pair(near, i));
        }
      }
    }
  }
}

template <class Shape>
HWY_INLINE int bases_of_vector(const TapBlocks& taps) {
  return Shape::kWindows == 0 ? kLanes * kLaneBytes / taps.pair_bytes : kLanes;
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

/// Weights as `TapBlocks` has them, in registers where their number is known: for all the compiler
/// knows, storing a row's words could change what is in memory.
template <int kCount>
class Weights {
 public:
  explicit Weights(const std::uint8_t* from) {
    for (Vector& vector : vectors_) {
      vector = load(from);
      from += kVectorBytes;
    }
  }
  HWY_INLINE Vector at(int i) const { return vectors_[i]; }

 private:
  Vector vectors_[static_cast<std::size_t>(kCount)];
};
template <>
class Weights<0> {
 public:
  explicit Weights(const std::uint8_t* from) : from_(from) {}
  HWY_INLINE Vector at(int i) const { return load(from_ + i * kVectorBytes); }

 private:
  const std::uint8_t* from_;
};

/// A vector of output values of one row, from split weights.
template <class Shape>
HWY_INLINE Vector filter_split_vector(const TapBlocks& taps, const std::uint8_t* row,
                                      const std::int32_t* bases, const Shuffles<Shape>& shuffles,
                                      const Weights<2 * Shape::kPairs>& weights) {
  const int last = Shape::pairs(taps) - 1;
  Vector sum = words(0);
  Vector low = words(0);
  each_pair(taps, row, bases, shuffles, [&](int pair, Vector samples) HWY_ATTR {
    sum = add(sum, weigh(samples, weights.at(2 * pair)));
    low = add(low, weigh(samples, weights.at(2 * pair + 1)));
    // More than four pairs of low bytes would not fit.
    if (pair % 4 == 3 || pair == last) {
      sum = add(sum, rounded<5>(low));
      low = words(0);
    }
  });
  return sum;
}

template <class Shape, std::size_t kRows>
void filter_split_rows(const TapBlocks taps, const RowBatch batch) {
  const int vector_bases = bases_of_vector<Shape>(taps);
  for (int block = batch.begin; block < batch.end; ++block) {
    const std::int32_t* bases = taps.bases + block * vector_bases;
    const Shuffles<Shape> shuffles(load(taps.shuffles + block * kVectorBytes), taps.pair_bytes);
    const Weights<2 * Shape::kPairs> weights(taps.weights +
                                             block * Shape::pairs(taps) * 2 * kVectorBytes);
    for (std::size_t r = 0; r < kRows; ++r) {
      const std::uint8_t* row = batch.rows[r];
      store(filter_split_vector<Shape>(taps, row, bases, shuffles, weights),
            batch.out[r] + block * kVectorWords);
      __builtin_prefetch(row + bases[0] + batch.soon);
    }
  }
}

/// Sums of a vector of output values of one row, from weights of a word.
template <class Shape>
HWY_INLINE Vector filter_word_vector(const TapBlocks& taps, const std::uint8_t* row, int vector) {
  const std::int32_t* bases = taps.bases + vector * bases_of_vector<Shape>(taps);
  const Shuffles<Shape> shuffles(load(taps.shuffles + vector * kVectorBytes), taps.pair_bytes);
  const std::uint8_t* weights = taps.weights + vector * Shape::pairs(taps) * kVectorBytes;
  Vector sums = words(0);
  each_pair(taps, row, bases, shuffles, [&](int pair, Vector samples) HWY_ATTR {
    const Vector centred = flip(samples, words(-32768));
    sums = add_sums(sums, weigh_words(centred, load(weights + pair * kVectorBytes)));
  });
  return sums;
}

template <class Shape, std::size_t kRows>
void filter_word_rows(const TapBlocks taps, const RowBatch batch) {
  for (int block = batch.begin; block < batch.end; ++block) {
    const int first_base = taps.bases[2 * block * bases_of_vector<Shape>(taps)];
    for (std::size_t r = 0; r < kRows; ++r) {
      const std::uint8_t* row = batch.rows[r];
      store(pack_rounded_sums(filter_word_vector<Shape>(taps, row, 2 * block),
                              filter_word_vector<Shape>(taps, row, 2 * block + 1)),
            batch.out[r] + block * kVectorWords);
      __builtin_prefetch(row + first_base + batch.soon);
    }
  }
}

/// Calls `run` with a number of pairs that the compiler knows, so that it unrolls the loops of the
/// usual filters; without vectors there is little to gain.
template <class Run>
HWY_INLINE void with_known_pairs(int pairs, Run run) {
  if constexpr (!kHasVectors) {
    return run(std::integral_constant<int, 0>());
  }
  switch (pairs) {
    case 1:
      return run(std::integral_constant<int, 1>());
    case 2:
      return run(std::integral_constant<int, 2>());
    case 3:
      return run(std::integral_constant<int, 3>());
    case 4:
      return run(std::integral_constant<int, 4>());
    default:
      return run(std::integral_constant<int, 0>());
  }
}
/// Calls `run` with the taps' `Shape`.
template <class Run>
HWY_INLINE void with_known_shape(const TapBlocks& taps, Run run) {
  with_known_pairs(taps.pairs, [&](auto pairs) HWY_ATTR {
    if (taps.windows == 0) {
      return run(Shape<0, 0, 1>());
    }
    if constexpr (pairs() > 1) {
      if (taps.windows == 2 && taps.window_pairs >= pairs()) {
        return run(Shape<pairs(), 2, pairs()>());
      }
      if (taps.windows == 1 && taps.window_pairs >= 2) {
        return run(Shape<pairs(), 1, 2>());
      }
    }
    return taps.windows == 2 ? run(Shape<pairs(), 2, 1>()) : run(Shape<pairs(), 1, 1>());
  });
}

template <class Run>
HWY_INLINE void with_known_rows(int count, Run run) {
  static_assert(kRowBatch == 4);
  switch (count) {
    case 4:
      return run(std::integral_constant<std::size_t, 4>());
    default:
      return run(std::integral_constant<std::size_t, 1>());
  }
}

void filter_split(const TapBlocks& taps, const RowBatch& batch) {
  with_known_shape(taps, [&](auto shape) HWY_ATTR {
    with_known_rows(batch.count, [&](auto rows) HWY_ATTR {
      filter_split_rows<decltype(shape), rows()>(taps, batch);
    });
  });
}

void filter_words(const TapBlocks& taps, const RowBatch& batch) {
  with_known_shape(taps, [&](auto shape) HWY_ATTR {
    with_known_rows(batch.count, [&](auto rows) HWY_ATTR {
      filter_word_rows<decltype(shape), rows()>(taps, batch);
    });
  });
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
  in_steps<4 * kVectorBytes>(out, values, [&](int at, std::uint8_t* to) HWY_ATTR {
    Vector sums[8];
    blend_words(in, at, sums);
    for (int i = 0; i < 4; ++i) {
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

/// `kVectors` vectors of blended bytes, less 128, at byte `x`.
template <int kPairs, std::size_t kVectors>
HWY_INLINE void blend_byte_columns(const ByteRows& in, int x, std::uint8_t* out) {
  const int pairs = kPairs > 0 ? kPairs : in.pairs;
  Vector low[kVectors];
  Vector high[kVectors];
  fill(low, words(-32768));
  fill(high, words(-32768));
  for (int pair = 0; pair < pairs; ++pair) {
    const Vector weights = byte_pairs(in.weights + 2 * pair);
    const std::uint8_t* a = in.rows[2 * pair] + x;
    const std::uint8_t* b = in.rows[2 * pair + 1] + x;
    for (std::size_t v = 0; v < kVectors; ++v) {
      const Vector one = load(a + v * kVectorBytes);
      const Vector other = load(b + v * kVectorBytes);
      low[v] = add(low[v], weigh(alternate_low(one, other), weights));
      high[v] = add(high[v], weigh(alternate_high(one, other), weights));
    }
    __builtin_prefetch(b + in.soon);
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

template <int kPairs>
void blend_byte_rows(ByteRows in, std::uint8_t* out, int bytes) {
  // Copies, which storing bytes cannot change for all the compiler knows.
  constexpr std::size_t kRows = 2 * kPairs;
  std::array<const std::uint8_t*, kRows> rows;
  std::array<std::int8_t, kRows> weights;
  if constexpr (kPairs > 0) {
    std::copy_n(in.rows, kRows, rows.data());
    std::copy_n(in.weights, kRows, weights.data());
    in.rows = rows.data();
    in.weights = weights.data();
  }
  constexpr int kStep = std::max(64, kVectorBytes);
  constexpr std::size_t kVectors = kStep / kVectorBytes;
  if (bytes < kStep) {
    return blend_few_bytes(in, out, bytes);
  }
  // Then from where a vector of the source begins on a cache line, or would with all its rows.
  blend_byte_columns<kPairs, kVectors>(in, 0, out);
  const auto past_line = static_cast<int>(reinterpret_cast<std::uintptr_t>(in.rows[0]) % kStep);
  for (int x = kStep - past_line; x + kStep <= bytes; x += kStep) {
    blend_byte_columns<kPairs, kVectors>(in, x, out);
  }
  blend_byte_columns<kPairs, kVectors>(in, bytes - kStep, out);
}

void blend_bytes(const ByteRows& in, std::uint8_t* out, int bytes) {
  with_known_pairs(in.pairs,
                   [&](auto pairs) HWY_ATTR { return blend_byte_rows<pairs()>(in, out, bytes); });
}

/// A vector of output values of each row, times 256 and less 128.
template <class Shape, std::size_t kRows>
HWY_INLINE void filter_byte_vectors(const TapBlocks& taps, const ByteBatch& batch, int vector,
                                    Vector (&sums)[kRows]) {
  const std::int32_t* bases = taps.bases + vector * bases_of_vector<Shape>(taps);
  const Shuffles<Shape> shuffles(load(taps.shuffles + vector * kVectorBytes), taps.pair_bytes);
  const Weights<Shape::kPairs> weights(taps.weights + vector * Shape::pairs(taps) * kVectorBytes);
  fill(sums, words(0));
  for (std::size_t r = 0; r < kRows; ++r) {
    each_pair(taps, batch.rows[r], bases, shuffles, [&](int pair, Vector samples) HWY_ATTR {
      sums[r] = add(sums[r], weigh(weights.at(pair), samples));
    });
  }
}

HWY_INLINE void store_part(Vector bytes, std::uint8_t* to, int count) {
  if (count >= kVectorBytes) {
    return store(bytes, to);
  }
  std::array<std::uint8_t, kVectorBytes> all;
  store(bytes, all.data());
  std::memcpy(to, all.data(), static_cast<std::size_t>(count));
}

template <class Shape, std::size_t kRows>
void filter_byte_rows(const TapBlocks taps, const ByteBatch batch) {
  for (int vector = 0; vector < taps.blocks; vector += 2) {
    Vector left[kRows];
    Vector right[kRows];
    filter_byte_vectors<Shape>(taps, batch, vector, left);
    if (vector + 1 < taps.blocks) {
      filter_byte_vectors<Shape>(taps, batch, vector + 1, right);
    } else {
      fill(right, words(0));
    }
    const int at = vector * kVectorWords;
    for (std::size_t r = 0; r < kRows; ++r) {
      const Vector values = pack_signed(rounded<8>(left[r]), rounded<8>(right[r]));
      store_part(flip(values, bytes(128)), batch.out[r] + at, batch.values - at);
    }
  }
}

void filter_bytes(const TapBlocks& taps, const ByteBatch& batch) {
  with_known_shape(taps, [&](auto shape) HWY_ATTR {
    with_known_rows(batch.count, [&](auto rows) HWY_ATTR {
      filter_byte_rows<decltype(shape), rows()>(taps, batch);
    });
  });
}

FilterKernels kernels(const char* instructions) {
  return {instructions,   kLanes,        filter_split, filter_words,
          words_to_bytes, words_to_p010, blend_bytes,  filter_bytes};
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // GIMBAL_FILTER_KERNELS_INL

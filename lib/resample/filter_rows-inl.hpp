// Rows filtered along themselves, for filter_kernels.cpp. Its guard flips with each inclusion.
#if defined(GIMBAL_FILTER_ROWS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIMBAL_FILTER_ROWS_INL
#undef GIMBAL_FILTER_ROWS_INL
#else
#define GIMBAL_FILTER_ROWS_INL
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "lib/resample/filter_kernels.hpp"
#include "lib/resample/filter_vector-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

/// The numbers that shape a loop, known to the compiler: pairs of taps (0: any number), windows and
/// the pairs that lie in them, as in TapBlocks.
template <int kPairsKnown, int kWindowsKnown, int kWindowPairsKnown>
struct Shape {
  static constexpr int kPairs = kPairsKnown;
  static constexpr int kWindows = kWindowsKnown;
  static constexpr int kWindowPairs = kWindowPairsKnown;

  static HWY_INLINE int pairs(const TapBlocks& taps) { return kPairs > 0 ? kPairs : taps.pairs; }
};

/// Calls `run` with the taps' `Shape` if there are `kPairs` of them in windows.
template <int kPairs, class Run>
HWY_INLINE bool with_known_pairs(const TapBlocks& taps, Run run) {
  if (taps.pairs != kPairs || taps.windows == 0) {
    return false;
  }
  if (taps.windows == 2) {
    taps.window_pairs >= kPairs ? run(Shape<kPairs, 2, kPairs>()) : run(Shape<kPairs, 2, 1>());
  } else {
    taps.window_pairs >= 2 ? run(Shape<kPairs, 1, 2>()) : run(Shape<kPairs, 1, 1>());
  }
  return true;
}

/// Calls `run` with the taps' `Shape`. The numbers of pairs `kKnown`, which the usual filters have,
/// are worth loops of their own.
template <int... kKnown, class Run>
HWY_INLINE void with_shape(const TapBlocks& taps, Run run) {
  if ((with_known_pairs<kKnown>(taps, run) || ...)) {
    return;
  }
  switch (taps.windows) {
    case 0:
      return run(Shape<0, 0, 1>());
    case 1:
      return run(Shape<0, 1, 1>());
    default:
      return run(Shape<0, 2, 1>());
  }
}

/// Where a vector's samples are in a row: its lanes or, without windows, each pair of taps.
template <class Shape>
class Places {
 public:
  HWY_INLINE Places(const TapBlocks& taps, int vector)
      : first_(load(taps.shuffles + vector * kVectorBytes)) {
    if constexpr (Shape::kWindows == 0) {
      bases_ = taps.bases + vector * (kVectorBytes / taps.pair_bytes);
    } else {
      for (std::size_t i = 0; i < lanes_.size(); ++i) {
        lanes_[i] = taps.bases[static_cast<std::size_t>(vector * kLanes) + i];
      }
    }
    for (std::size_t i = 0; i < near_.size(); ++i) {
      near_[i] = add_bytes(first_, bytes(static_cast<int>(i) * taps.pair_bytes));
      far_[i] = flip(near_[i], bytes(128));
    }
  }

  /// Calls `use(pair, samples)` for every two taps of the vector's output values.
  template <class Use>
  HWY_INLINE void each_pair(const TapBlocks& taps, const std::uint8_t* row, Use use) const {
    const int pairs = Shape::pairs(taps);
    for (int first = 0; first < pairs; first += Shape::kWindowPairs) {
      const std::uint8_t* from = row + first * taps.pair_bytes;
      if constexpr (Shape::kWindows == 0) {
        use(first, pick(gather(from, bases_, taps.pair_bytes), first_));
      } else {
        const Vector near = load_lanes(from, lanes_.data());
        for (int i = 0; i < Shape::kWindowPairs && first + i < pairs; ++i) {
          const auto at = static_cast<std::size_t>(i);
          Vector samples = pick(near, near_[at]);
          if constexpr (Shape::kWindows == 2) {
            const Vector far = load_lanes(from + kLaneBytes, lanes_.data());
            samples = either(samples, pick(far, far_[at]));
          }
          use(first + i, samples);
        }
      }
    }
  }

  /// Brings what lies `soon` bytes after the vector's samples into the cache.
  HWY_INLINE void prefetch(const std::uint8_t* row, std::ptrdiff_t soon) const {
    if constexpr (Shape::kWindows == 0) {
      __builtin_prefetch(row + bases_[0] + soon);
    } else {
      __builtin_prefetch(row + lanes_[0] + soon);
    }
  }

 private:
  // Shuffles of the first pair, and of all that lie in the same windows.
  static constexpr auto kPairs = static_cast<std::size_t>(Shape::kWindowPairs);
  Vector first_;
  std::array<Vector, kPairs> near_;
  std::array<Vector, kPairs> far_;
  std::array<std::ptrdiff_t, kLanes> lanes_{};
  const std::int32_t* bases_ = nullptr;
};

/// Weights as `TapBlocks` has them, in registers where their number is known: for all the compiler
/// knows, storing a row's words could change what is in memory.
template <int kCount>
class Weights {
 public:
  HWY_INLINE explicit Weights(const std::uint8_t* from) {
    for (Vector& vector : vectors_) {
      vector = load(from);
      from += kVectorBytes;
    }
  }
  HWY_INLINE Vector at(int i) const { return vectors_[static_cast<std::size_t>(i)]; }

 private:
  std::array<Vector, static_cast<std::size_t>(kCount)> vectors_;
};
template <>
class Weights<0> {
 public:
  HWY_INLINE explicit Weights(const std::uint8_t* from) : from_(from) {}
  HWY_INLINE Vector at(int i) const { return load(from_ + i * kVectorBytes); }

 private:
  const std::uint8_t* from_;
};

template <class Shape>
HWY_INLINE Weights<Shape::kPairs> weights_of(const TapBlocks& taps, int vector) {
  return Weights<Shape::kPairs>(taps.weights + vector * Shape::pairs(taps) * kVectorBytes);
}

template <class Shape>
void filter_signed_rows(const TapBlocks taps, const RowBatch batch) {
  for (int block = batch.begin; block < batch.end; ++block) {
    const Places<Shape> places(taps, block);
    const auto weights = weights_of<Shape>(taps, block);
    for (int r = 0; r < kRowBatch; ++r) {
      Vector sum = words(0);
      places.each_pair(taps, batch.rows[r], [&](int pair, Vector samples) HWY_ATTR {
        sum = add(sum, weigh(samples, weights.at(pair)));
      });
      store(sum, batch.out[r] + block * kVectorWords);
      places.prefetch(batch.rows[r], batch.soon);
    }
  }
}

void filter_signed(const TapBlocks& taps, const RowBatch& batch) {
  with_shape<2, 3>(taps,
                   [&]<class Shape>(Shape) HWY_ATTR { filter_signed_rows<Shape>(taps, batch); });
}

/// Sums of a vector of output values of one row, from weights of a word.
template <class Shape>
HWY_INLINE Vector sums_of_words(const TapBlocks& taps, const std::uint8_t* row,
                                const Places<Shape>& places,
                                const Weights<Shape::kPairs>& weights) {
  Vector sums = words(0);
  places.each_pair(taps, row, [&](int pair, Vector samples) HWY_ATTR {
    const Vector centred = flip(samples, words(-32768));
    sums = add_sums(sums, weigh_words(centred, weights.at(pair)));
  });
  return sums;
}

template <class Shape>
void filter_word_rows(const TapBlocks taps, const RowBatch batch) {
  for (int block = batch.begin; block < batch.end; ++block) {
    const Places<Shape> even(taps, 2 * block);
    const Places<Shape> odd(taps, 2 * block + 1);
    const auto even_weights = weights_of<Shape>(taps, 2 * block);
    const auto odd_weights = weights_of<Shape>(taps, 2 * block + 1);
    for (int r = 0; r < kRowBatch; ++r) {
      const std::uint8_t* row = batch.rows[r];
      store(pack_rounded_sums(sums_of_words<Shape>(taps, row, even, even_weights),
                              sums_of_words<Shape>(taps, row, odd, odd_weights)),
            batch.out[r] + block * kVectorWords);
      even.prefetch(row, batch.soon);
    }
  }
}

void filter_words(const TapBlocks& taps, const RowBatch& batch) {
  with_shape<>(taps, [&]<class Shape>(Shape) HWY_ATTR { filter_word_rows<Shape>(taps, batch); });
}

/// A vector of output values of each row, less 128, times 256.
template <class Shape>
HWY_INLINE void filter_byte_vectors(const TapBlocks& taps, const ByteBatch& batch, int vector,
                                    Vector (&sums)[kRowBatch]) {
  fill(sums, words(0));
  if (vector == taps.blocks) {
    return;
  }
  const Places<Shape> places(taps, vector);
  const auto weights = weights_of<Shape>(taps, vector);
  for (int r = 0; r < kRowBatch; ++r) {
    places.each_pair(taps, batch.rows[r], [&](int pair, Vector samples) HWY_ATTR {
      sums[r] = add(sums[r], weigh(weights.at(pair), samples));
    });
    places.prefetch(batch.soon[r], 0);
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

template <class Shape>
void filter_byte_rows(const TapBlocks taps, const ByteBatch batch) {
  for (int vector = 0; vector < taps.blocks; vector += 2) {
    Vector left[kRowBatch];
    Vector right[kRowBatch];
    filter_byte_vectors<Shape>(taps, batch, vector, left);
    filter_byte_vectors<Shape>(taps, batch, vector + 1, right);
    const int at = vector * kVectorWords;
    for (int r = 0; r < kRowBatch; ++r) {
      const Vector values = pack_signed(rounded<8>(left[r]), rounded<8>(right[r]));
      store_part(flip(values, bytes(128)), batch.out[r] + at, batch.values - at);
    }
  }
}

void filter_bytes(const TapBlocks& taps, const ByteBatch& batch) {
  with_shape<3>(taps, [&]<class Shape>(Shape) HWY_ATTR { filter_byte_rows<Shape>(taps, batch); });
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // GIMBAL_FILTER_ROWS_INL

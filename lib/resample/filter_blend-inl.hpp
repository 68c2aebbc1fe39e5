// Rows blended into one, for filter_kernels.cpp. Its guard flips with each inclusion.
#if defined(GIMBAL_FILTER_BLEND_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIMBAL_FILTER_BLEND_INL
#undef GIMBAL_FILTER_BLEND_INL
#else
#define GIMBAL_FILTER_BLEND_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "lib/resample/filter_kernels.hpp"
#include "lib/resample/filter_vector-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

/// The rows and weights of `WordRows`, in registers where their number is known: for all the
/// compiler knows, storing bytes could change what is in memory.
template <int kKnown>
class WordBlender {
 public:
  HWY_INLINE explicit WordBlender(const WordRows& in) {
    std::copy_n(in.rows, kCount, rows_.data());
    for (std::size_t i = 0; i < kCount; ++i) {
      weights_[i] = words(in.weights[i]);
    }
  }

  /// `kVectors` vectors of blended words at word `x`, plus `zero`.
  template <std::size_t kVectors>
  HWY_INLINE void blend(int x, int zero, Vector (&sums)[kVectors]) const {
    for (std::size_t v = 0; v < kVectors; ++v) {
      sums[v] = words(zero);
      for (std::size_t i = 0; i < kCount; ++i) {
        const Vector share = scale(load(rows_[i] + x + v * kVectorWords), weights_[i]);
        sums[v] = in_order(add(sums[v], share));
      }
    }
  }

 private:
  static constexpr auto kCount = static_cast<std::size_t>(kKnown);
  std::array<const std::int16_t*, kCount> rows_;
  std::array<Vector, kCount> weights_;
};
template <>
class WordBlender<0> {
 public:
  HWY_INLINE explicit WordBlender(const WordRows& in) : in_(in) {}

  template <std::size_t kVectors>
  HWY_INLINE void blend(int x, int zero, Vector (&sums)[kVectors]) const {
    fill(sums, words(zero));
    for (int i = 0; i < in_.count; ++i) {
      const Vector weight = words(in_.weights[i]);
      const std::int16_t* row = in_.rows[i] + x;
      for (std::size_t v = 0; v < kVectors; ++v) {
        sums[v] = add(sums[v], scale(load(row + v * kVectorWords), weight));
      }
    }
  }

 private:
  WordRows in_;
};

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

template <int kRows>
void known_words_to_bytes(const WordRows& in, std::uint8_t* out, int values) {
  const WordBlender<kRows> blender(in);
  in_steps<2 * kVectorBytes>(out, values, [&](int at, std::uint8_t* to) HWY_ATTR {
    Vector sums[4];
    blender.blend(at, 32, sums);
    for (int i = 0; i < 2; ++i) {
      store(pack_bytes(shift_right<6>(sums[2 * i]), shift_right<6>(sums[2 * i + 1])),
            to + i * kVectorBytes);
    }
  });
}

void words_to_bytes(const WordRows& in, std::uint8_t* out, int values) {
  switch (in.count) {
    case 4:
      return known_words_to_bytes<4>(in, out, values);
    case 6:
      return known_words_to_bytes<6>(in, out, values);
    default:
      return known_words_to_bytes<0>(in, out, values);
  }
}

void words_to_p010(const WordRows& in, std::uint8_t* out, int values) {
  const WordBlender<0> blender(in);
  in_steps<2 * kVectorBytes>(out, 2 * values, [&](int at, std::uint8_t* to) HWY_ATTR {
    Vector sums[2];
    blender.blend(at / 2, 512 * 16 + 8, sums);
    for (int i = 0; i < 2; ++i) {
      store(high_ten_bits(shift_right<4>(sums[i])), to + i * kVectorBytes);
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
  in.pairs == 3 ? blend_byte_rows<3>(in, out, bytes) : blend_byte_rows<0>(in, out, bytes);
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // GIMBAL_FILTER_BLEND_INL

// The vectors of filter_kernels-inl.hpp: what one instruction set does in an instruction or two.
// A vector is `kLanes` lanes of 16 bytes; shuffles and alternations stay within a lane, and names
// say where order is that of memory again. Its guard flips with each inclusion.
#if defined(GIMBAL_FILTER_VECTOR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIMBAL_FILTER_VECTOR_INL
#undef GIMBAL_FILTER_VECTOR_INL
#else
#define GIMBAL_FILTER_VECTOR_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "lib/resample/tap_blocks.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

// Highway 1.0 knows neither maddubs nor lanes from different places: the intrinsics themselves.
#if HWY_TARGET == HWY_SSSE3 || HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3

HWY_INLINE __m128i load_lane(const std::uint8_t* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}

template <class Int>
HWY_INLINE Int read(const std::uint8_t* from) {
  Int value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

/// Pairs of samples from as many places as fit in a lane.
HWY_INLINE __m128i gather_lane(const std::uint8_t* row, const std::int32_t* at, int pair_bytes) {
  if (pair_bytes == 2) {
    const auto pair = [&](int i) HWY_ATTR { return read<std::int16_t>(row + at[i]); };
    return _mm_setr_epi16(pair(0), pair(1), pair(2), pair(3), pair(4), pair(5), pair(6), pair(7));
  }
  if (pair_bytes == 4) {
    const auto pair = [&](int i) HWY_ATTR { return read<std::int32_t>(row + at[i]); };
    return _mm_setr_epi32(pair(0), pair(1), pair(2), pair(3));
  }
  return _mm_set_epi64x(read<std::int64_t>(row + at[1]), read<std::int64_t>(row + at[0]));
}

#endif

#if HWY_TARGET == HWY_SSSE3

constexpr bool kHasVectors = true;
constexpr int kLanes = 1;
using Vector = __m128i;

HWY_INLINE Vector load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}
HWY_INLINE void store(Vector a, void* to) {
  _mm_storeu_si128(static_cast<__m128i*>(to), a);
}
HWY_INLINE Vector bytes(int value) {
  return _mm_set1_epi8(static_cast<char>(value));
}
HWY_INLINE Vector words(int value) {
  return _mm_set1_epi16(static_cast<short>(value));
}
HWY_INLINE Vector load_lanes(const std::uint8_t* row, const std::int32_t* at) {
  return load_lane(row + at[0]);
}
HWY_INLINE Vector gather(const std::uint8_t* row, const std::int32_t* at, int pair_bytes) {
  return gather_lane(row, at, pair_bytes);
}
HWY_INLINE Vector pick(Vector from, Vector at) {
  return _mm_shuffle_epi8(from, at);
}
HWY_INLINE Vector flip(Vector a, Vector bits) {
  return _mm_xor_si128(a, bits);
}
HWY_INLINE Vector either(Vector a, Vector b) {
  return _mm_or_si128(a, b);
}
HWY_INLINE Vector add(Vector a, Vector b) {
  return _mm_add_epi16(a, b);
}
HWY_INLINE Vector add_bytes(Vector a, Vector b) {
  return _mm_add_epi8(a, b);
}
HWY_INLINE Vector add_sums(Vector a, Vector b) {
  return _mm_add_epi32(a, b);
}
HWY_INLINE Vector scale(Vector a, Vector b) {
  return _mm_mulhrs_epi16(a, b);
}
HWY_INLINE Vector weigh(Vector unsigned_bytes, Vector signed_bytes) {
  return _mm_maddubs_epi16(unsigned_bytes, signed_bytes);
}
HWY_INLINE Vector weigh_words(Vector a, Vector b) {
  return _mm_madd_epi16(a, b);
}
HWY_INLINE Vector alternate_low(Vector a, Vector b) {
  return _mm_unpacklo_epi8(a, b);
}
HWY_INLINE Vector alternate_high(Vector a, Vector b) {
  return _mm_unpackhi_epi8(a, b);
}
HWY_INLINE Vector pack_lanes(Vector a, Vector b) {
  return _mm_packs_epi16(a, b);
}
HWY_INLINE Vector pack_signed(Vector a, Vector b) {
  return _mm_packs_epi16(a, b);
}
HWY_INLINE Vector pack_bytes(Vector a, Vector b) {
  return _mm_packus_epi16(a, b);
}
HWY_INLINE Vector pack_rounded_sums(Vector a, Vector b) {
  const Vector half = _mm_set1_epi32(1 << 14);
  return _mm_packs_epi32(_mm_srai_epi32(_mm_add_epi32(a, half), 15),
                         _mm_srai_epi32(_mm_add_epi32(b, half), 15));
}
HWY_INLINE Vector high_ten_bits(Vector a) {
  return _mm_slli_epi16(_mm_min_epi16(_mm_max_epi16(a, words(0)), words(1023)), 6);
}

#elif HWY_TARGET == HWY_AVX2

constexpr bool kHasVectors = true;
constexpr int kLanes = 2;
using Vector = __m256i;

HWY_INLINE Vector load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}
HWY_INLINE void store(Vector a, void* to) {
  _mm256_storeu_si256(static_cast<__m256i*>(to), a);
}
HWY_INLINE Vector bytes(int value) {
  return _mm256_set1_epi8(static_cast<char>(value));
}
HWY_INLINE Vector words(int value) {
  return _mm256_set1_epi16(static_cast<short>(value));
}
HWY_INLINE Vector load_lanes(const std::uint8_t* row, const std::int32_t* at) {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(load_lane(row + at[0])),
                                 load_lane(row + at[1]), 1);
}
HWY_INLINE Vector gather(const std::uint8_t* row, const std::int32_t* at, int pair_bytes) {
  return _mm256_set_m128i(gather_lane(row, at + kLaneBytes / pair_bytes, pair_bytes),
                          gather_lane(row, at, pair_bytes));
}
HWY_INLINE Vector pick(Vector from, Vector at) {
  return _mm256_shuffle_epi8(from, at);
}
HWY_INLINE Vector flip(Vector a, Vector bits) {
  return _mm256_xor_si256(a, bits);
}
HWY_INLINE Vector either(Vector a, Vector b) {
  return _mm256_or_si256(a, b);
}
HWY_INLINE Vector add(Vector a, Vector b) {
  return _mm256_add_epi16(a, b);
}
HWY_INLINE Vector add_bytes(Vector a, Vector b) {
  return _mm256_add_epi8(a, b);
}
HWY_INLINE Vector add_sums(Vector a, Vector b) {
  return _mm256_add_epi32(a, b);
}
HWY_INLINE Vector scale(Vector a, Vector b) {
  return _mm256_mulhrs_epi16(a, b);
}
HWY_INLINE Vector weigh(Vector unsigned_bytes, Vector signed_bytes) {
  return _mm256_maddubs_epi16(unsigned_bytes, signed_bytes);
}
HWY_INLINE Vector weigh_words(Vector a, Vector b) {
  return _mm256_madd_epi16(a, b);
}
HWY_INLINE Vector alternate_low(Vector a, Vector b) {
  return _mm256_unpacklo_epi8(a, b);
}
HWY_INLINE Vector alternate_high(Vector a, Vector b) {
  return _mm256_unpackhi_epi8(a, b);
}
HWY_INLINE Vector pack_lanes(Vector a, Vector b) {
  return _mm256_packs_epi16(a, b);
}
HWY_INLINE Vector pack_signed(Vector a, Vector b) {
  return _mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xd8);
}
HWY_INLINE Vector pack_bytes(Vector a, Vector b) {
  return _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xd8);
}
HWY_INLINE Vector pack_rounded_sums(Vector a, Vector b) {
  const Vector half = _mm256_set1_epi32(1 << 14);
  return _mm256_packs_epi32(_mm256_srai_epi32(_mm256_add_epi32(a, half), 15),
                            _mm256_srai_epi32(_mm256_add_epi32(b, half), 15));
}
HWY_INLINE Vector high_ten_bits(Vector a) {
  return _mm256_slli_epi16(_mm256_min_epi16(_mm256_max_epi16(a, words(0)), words(1023)), 6);
}

#elif HWY_TARGET == HWY_AVX3

constexpr bool kHasVectors = true;
constexpr int kLanes = 4;
using Vector = __m512i;

HWY_INLINE Vector load(const void* from) {
  return _mm512_loadu_si512(from);
}
HWY_INLINE void store(Vector a, void* to) {
  _mm512_storeu_si512(to, a);
}
HWY_INLINE Vector bytes(int value) {
  return _mm512_set1_epi8(static_cast<char>(value));
}
HWY_INLINE Vector words(int value) {
  return _mm512_set1_epi16(static_cast<short>(value));
}
HWY_INLINE Vector from_lanes(__m128i a, __m128i b, __m128i c, __m128i d) {
  const __m256i low = _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
  const __m256i high = _mm256_inserti128_si256(_mm256_castsi128_si256(c), d, 1);
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}
HWY_INLINE Vector load_lanes(const std::uint8_t* row, const std::int32_t* at) {
  return from_lanes(load_lane(row + at[0]), load_lane(row + at[1]), load_lane(row + at[2]),
                    load_lane(row + at[3]));
}
HWY_INLINE Vector gather(const std::uint8_t* row, const std::int32_t* at, int pair_bytes) {
  const int pairs = kLaneBytes / pair_bytes;
  return from_lanes(gather_lane(row, at, pair_bytes), gather_lane(row, at + pairs, pair_bytes),
                    gather_lane(row, at + 2 * pairs, pair_bytes),
                    gather_lane(row, at + 3 * pairs, pair_bytes));
}
HWY_INLINE Vector pick(Vector from, Vector at) {
  return _mm512_shuffle_epi8(from, at);
}
HWY_INLINE Vector flip(Vector a, Vector bits) {
  return _mm512_xor_si512(a, bits);
}
HWY_INLINE Vector either(Vector a, Vector b) {
  return _mm512_or_si512(a, b);
}
HWY_INLINE Vector add(Vector a, Vector b) {
  return _mm512_add_epi16(a, b);
}
HWY_INLINE Vector add_bytes(Vector a, Vector b) {
  return _mm512_add_epi8(a, b);
}
HWY_INLINE Vector add_sums(Vector a, Vector b) {
  return _mm512_add_epi32(a, b);
}
HWY_INLINE Vector scale(Vector a, Vector b) {
  return _mm512_mulhrs_epi16(a, b);
}
HWY_INLINE Vector weigh(Vector unsigned_bytes, Vector signed_bytes) {
  return _mm512_maddubs_epi16(unsigned_bytes, signed_bytes);
}
HWY_INLINE Vector weigh_words(Vector a, Vector b) {
  return _mm512_madd_epi16(a, b);
}
HWY_INLINE Vector alternate_low(Vector a, Vector b) {
  return _mm512_unpacklo_epi8(a, b);
}
HWY_INLINE Vector alternate_high(Vector a, Vector b) {
  return _mm512_unpackhi_epi8(a, b);
}
HWY_INLINE Vector in_memory_order(Vector packed) {
  return _mm512_permutexvar_epi64(_mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0), packed);
}
HWY_INLINE Vector pack_lanes(Vector a, Vector b) {
  return _mm512_packs_epi16(a, b);
}
HWY_INLINE Vector pack_signed(Vector a, Vector b) {
  return in_memory_order(_mm512_packs_epi16(a, b));
}
HWY_INLINE Vector pack_bytes(Vector a, Vector b) {
  return in_memory_order(_mm512_packus_epi16(a, b));
}
HWY_INLINE Vector pack_rounded_sums(Vector a, Vector b) {
  const Vector half = _mm512_set1_epi32(1 << 14);
  return _mm512_packs_epi32(_mm512_srai_epi32(_mm512_add_epi32(a, half), 15),
                            _mm512_srai_epi32(_mm512_add_epi32(b, half), 15));
}
HWY_INLINE Vector high_ten_bits(Vector a) {
  return _mm512_slli_epi16(_mm512_min_epi16(_mm512_max_epi16(a, words(0)), words(1023)), 6);
}

#else  // any machine: a lane at a time, in loops that compilers know how to make vectors of

constexpr bool kHasVectors = false;
constexpr int kLanes = 1;

struct Vector {
  std::array<std::uint8_t, kLaneBytes> raw;
};

template <class Int>
using Ints = std::array<Int, kLaneBytes / sizeof(Int)>;

template <class Int>
HWY_INLINE Ints<Int> ints(const Vector& v) {
  Ints<Int> all;
  std::memcpy(all.data(), v.raw.data(), kLaneBytes);
  return all;
}
template <class Int>
HWY_INLINE Vector vector(const Ints<Int>& all) {
  Vector v;
  std::memcpy(v.raw.data(), all.data(), kLaneBytes);
  return v;
}
/// A vector whose i-th `Int` is `make(i)`, an int.
template <class Int, class Make>
HWY_INLINE Vector each(Make make) {
  Ints<Int> all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = static_cast<Int>(make(i));
  }
  return vector<Int>(all);
}

HWY_INLINE Vector load(const void* from) {
  Vector v;
  std::memcpy(v.raw.data(), from, kLaneBytes);
  return v;
}
HWY_INLINE void store(const Vector& a, void* to) {
  std::memcpy(to, a.raw.data(), kLaneBytes);
}
HWY_INLINE Vector bytes(int value) {
  return each<std::uint8_t>([=](std::size_t) { return value; });
}
HWY_INLINE Vector words(int value) {
  return each<std::int16_t>([=](std::size_t) { return value; });
}
HWY_INLINE Vector load_lanes(const std::uint8_t* row, const std::int32_t* at) {
  return load(row + at[0]);
}
HWY_INLINE Vector gather(const std::uint8_t* row, const std::int32_t* at, int pair_bytes) {
  Vector v;
  for (int i = 0; i < kLaneBytes / pair_bytes; ++i) {
    std::memcpy(v.raw.data() + i * pair_bytes, row + at[i], static_cast<std::size_t>(pair_bytes));
  }
  return v;
}
HWY_INLINE Vector pick(const Vector& from, const Vector& at) {
  return each<std::uint8_t>(
      [&](std::size_t i) { return at.raw[i] < 128 ? from.raw[at.raw[i] % kLaneBytes] : 0; });
}
HWY_INLINE Vector flip(const Vector& a, const Vector& bits) {
  return each<std::uint8_t>([&](std::size_t i) { return a.raw[i] ^ bits.raw[i]; });
}
HWY_INLINE Vector either(const Vector& a, const Vector& b) {
  return each<std::uint8_t>([&](std::size_t i) { return a.raw[i] | b.raw[i]; });
}
HWY_INLINE Vector add(const Vector& a, const Vector& b) {
  const auto x = ints<std::int16_t>(a);
  const auto y = ints<std::int16_t>(b);
  return each<std::int16_t>([&](std::size_t i) { return x[i] + y[i]; });
}
HWY_INLINE Vector add_bytes(const Vector& a, const Vector& b) {
  return each<std::uint8_t>([&](std::size_t i) { return a.raw[i] + b.raw[i]; });
}
HWY_INLINE Vector add_sums(const Vector& a, const Vector& b) {
  const auto x = ints<std::int32_t>(a);
  const auto y = ints<std::int32_t>(b);
  return each<std::int32_t>([&](std::size_t i) { return x[i] + y[i]; });
}
HWY_INLINE Vector scale(const Vector& a, const Vector& b) {
  const auto x = ints<std::int16_t>(a);
  const auto y = ints<std::int16_t>(b);
  return each<std::int16_t>([&](std::size_t i) { return (x[i] * y[i] + (1 << 14)) >> 15; });
}
HWY_INLINE Vector weigh(const Vector& unsigned_bytes, const Vector& signed_bytes) {
  const auto weights = ints<std::int8_t>(signed_bytes);
  return each<std::int16_t>([&](std::size_t i) {
    return unsigned_bytes.raw[2 * i] * weights[2 * i] +
           unsigned_bytes.raw[2 * i + 1] * weights[2 * i + 1];
  });
}
HWY_INLINE Vector weigh_words(const Vector& a, const Vector& b) {
  const auto x = ints<std::int16_t>(a);
  const auto y = ints<std::int16_t>(b);
  return each<std::int32_t>(
      [&](std::size_t i) { return x[2 * i] * y[2 * i] + x[2 * i + 1] * y[2 * i + 1]; });
}
HWY_INLINE Vector alternate_low(const Vector& a, const Vector& b) {
  return each<std::uint8_t>([&](std::size_t i) { return (i % 2 == 0 ? a : b).raw[i / 2]; });
}
HWY_INLINE Vector alternate_high(const Vector& a, const Vector& b) {
  return each<std::uint8_t>([&](std::size_t i) { return (i % 2 == 0 ? a : b).raw[8 + i / 2]; });
}
HWY_INLINE Vector pack_limited(const Vector& a, const Vector& b, int low, int high) {
  const auto x = ints<std::int16_t>(a);
  const auto y = ints<std::int16_t>(b);
  return each<std::uint8_t>(
      [&](std::size_t i) { return std::clamp<int>(i < 8 ? x[i] : y[i - 8], low, high); });
}
HWY_INLINE Vector pack_signed(const Vector& a, const Vector& b) {
  return pack_limited(a, b, -128, 127);
}
HWY_INLINE Vector pack_lanes(const Vector& a, const Vector& b) {
  return pack_signed(a, b);
}
HWY_INLINE Vector pack_bytes(const Vector& a, const Vector& b) {
  return pack_limited(a, b, 0, 255);
}
HWY_INLINE Vector pack_rounded_sums(const Vector& a, const Vector& b) {
  const auto x = ints<std::int32_t>(a);
  const auto y = ints<std::int32_t>(b);
  return each<std::int16_t>(
      [&](std::size_t i) { return ((i < 4 ? x[i] : y[i - 4]) + (1 << 14)) >> 15; });
}
HWY_INLINE Vector high_ten_bits(const Vector& a) {
  const auto x = ints<std::int16_t>(a);
  return each<std::int16_t>([&](std::size_t i) { return std::clamp<int>(x[i], 0, 1023) << 6; });
}

#endif

/// The same two signed bytes all over.
HWY_INLINE Vector byte_pairs(const std::int8_t* pair) {
  std::int16_t both = 0;
  std::memcpy(&both, pair, sizeof both);
  return words(both);
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // GIMBAL_FILTER_VECTOR_INL

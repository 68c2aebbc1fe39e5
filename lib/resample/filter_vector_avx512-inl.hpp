// Vectors of 64 bytes by AVX-512. Included by filter_vector-inl.hpp only.

#include <cstddef>
#include <cstdint>

#include "lib/resample/tap_blocks.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

constexpr int kLanes = 4;
using Vector = __m512i;

/// Keeps the compiler from adding up in an order of its own, for which there are too few registers.
HWY_INLINE Vector in_order(Vector sum) {
  asm("" : "+v"(sum));
  return sum;
}
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
HWY_INLINE Vector load_lanes(const std::uint8_t* row, const std::ptrdiff_t* at) {
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
template <int kBits>
HWY_INLINE Vector shift_right(Vector a) {
  return _mm512_srai_epi16(a, kBits);
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

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

// Vectors of 16 bytes by SSSE3. Included by filter_vector-inl.hpp only.

#include <cstddef>
#include <cstdint>

#include "lib/resample/tap_blocks.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

constexpr int kLanes = 1;
using Vector = __m128i;

/// Keeps the compiler from adding up in an order of its own, for which there are too few registers.
HWY_INLINE Vector in_order(Vector sum) {
  asm("" : "+x"(sum));
  return sum;
}
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
HWY_INLINE Vector load_lanes(const std::uint8_t* row, const std::ptrdiff_t* at) {
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
template <int kBits>
HWY_INLINE Vector shift_right(Vector a) {
  return _mm_srai_epi16(a, kBits);
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

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

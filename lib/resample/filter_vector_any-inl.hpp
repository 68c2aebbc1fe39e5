// Vectors of 16 bytes on any machine, by the vector types of GCC and Clang, of which they make NEON
// or what else there is. Included by filter_vector-inl.hpp only.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "lib/resample/tap_blocks.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

constexpr int kLanes = 1;
using Vector = std::uint8_t __attribute__((vector_size(kLaneBytes)));
using SignedBytes = std::int8_t __attribute__((vector_size(kLaneBytes)));
using Words = std::int16_t __attribute__((vector_size(kLaneBytes)));
using WordBits = std::uint16_t __attribute__((vector_size(kLaneBytes)));
using Sums = std::int32_t __attribute__((vector_size(kLaneBytes)));
using SumBits = std::uint32_t __attribute__((vector_size(kLaneBytes)));
using Products = std::int32_t __attribute__((vector_size(2 * kLaneBytes)));
using HalfBytes = std::uint8_t __attribute__((vector_size(kLaneBytes / 2)));
using HalfWords = std::int16_t __attribute__((vector_size(kLaneBytes / 2)));

template <class To, class From>
HWY_INLINE To as(const From& vector) {
  return std::bit_cast<To>(vector);
}

HWY_INLINE Vector load(const void* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
HWY_INLINE void store(Vector a, void* to) {
  std::memcpy(to, &a, sizeof a);
}
HWY_INLINE Vector bytes(int value) {
  return Vector{} + static_cast<std::uint8_t>(value);
}
HWY_INLINE Vector words(int value) {
  return as<Vector>(WordBits{} + static_cast<std::uint16_t>(value));
}
HWY_INLINE Vector in_order(Vector sum) {
  return sum;
}
HWY_INLINE Vector load_lanes(const std::uint8_t* row, const std::ptrdiff_t* at) {
  return load(row + at[0]);
}
HWY_INLINE Vector gather(const std::uint8_t* row, const std::int32_t* at, int pair_bytes) {
  std::uint8_t lane[kLaneBytes];
  for (int i = 0; i < kLaneBytes / pair_bytes; ++i) {
    std::memcpy(lane + i * pair_bytes, row + at[i], static_cast<std::size_t>(pair_bytes));
  }
  return load(lane);
}
HWY_INLINE Vector pick(Vector from, Vector at) {
#ifdef __aarch64__
  return as<Vector>(vqtbl1q_u8(as<uint8x16_t>(from), as<uint8x16_t>(at & bytes(0x8f))));
#else
  std::uint8_t all[kLaneBytes];
  std::uint8_t places[kLaneBytes];
  std::uint8_t picked[kLaneBytes];
  store(from, all);
  store(at, places);
  for (int i = 0; i < kLaneBytes; ++i) {
    picked[i] = all[places[i] % kLaneBytes];
  }
  return load(picked) & as<Vector>(as<SignedBytes>(at) >= 0);
#endif
}
HWY_INLINE Vector flip(Vector a, Vector bits) {
  return a ^ bits;
}
HWY_INLINE Vector either(Vector a, Vector b) {
  return a | b;
}
HWY_INLINE Vector add(Vector a, Vector b) {
  return as<Vector>(as<WordBits>(a) + as<WordBits>(b));
}
HWY_INLINE Vector add_bytes(Vector a, Vector b) {
  return a + b;
}
HWY_INLINE Vector add_sums(Vector a, Vector b) {
  return as<Vector>(as<SumBits>(a) + as<SumBits>(b));
}
template <int kBits>
HWY_INLINE Vector shift_right(Vector a) {
  return as<Vector>(as<Words>(a) >> kBits);
}
HWY_INLINE Vector scale(Vector a, Vector b) {
  const Products products = __builtin_convertvector(as<Words>(a), Products) *
                            __builtin_convertvector(as<Words>(b), Products);
  return as<Vector>(__builtin_convertvector((products + (1 << 14)) >> 15, Words));
}
HWY_INLINE Vector weigh(Vector unsigned_bytes, Vector signed_bytes) {
  const auto samples = as<WordBits>(unsigned_bytes);
  const auto weights = as<WordBits>(signed_bytes);
  const auto low = as<WordBits>(as<Words>(weights << 8) >> 8);
  const auto high = as<WordBits>(as<Words>(weights) >> 8);
  return as<Vector>((samples & 0xff) * low + (samples >> 8) * high);
}
HWY_INLINE Vector weigh_words(Vector a, Vector b) {
  const auto low = [](Vector v) { return as<Sums>(as<SumBits>(v) << 16) >> 16; };
  const auto high = [](Vector v) { return as<Sums>(v) >> 16; };
  return as<Vector>(low(a) * low(b) + high(a) * high(b));
}
HWY_INLINE Vector alternate_low(Vector a, Vector b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
HWY_INLINE Vector alternate_high(Vector a, Vector b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                 31);
}
HWY_INLINE Words limited(Words a, std::int16_t low, std::int16_t high) {
  const Words least = Words{} + low;
  const Words most = Words{} + high;
  a = a < least ? least : a;
  return a > most ? most : a;
}
HWY_INLINE Vector pack_limited(Vector a, Vector b, std::int16_t low, std::int16_t high) {
  const auto x = __builtin_convertvector(limited(as<Words>(a), low, high), HalfBytes);
  const auto y = __builtin_convertvector(limited(as<Words>(b), low, high), HalfBytes);
  return __builtin_shufflevector(x, y, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
HWY_INLINE Vector pack_signed(Vector a, Vector b) {
  return pack_limited(a, b, -128, 127);
}
HWY_INLINE Vector pack_lanes(Vector a, Vector b) {
  return pack_signed(a, b);
}
HWY_INLINE Vector pack_bytes(Vector a, Vector b) {
  return pack_limited(a, b, 0, 255);
}
HWY_INLINE Vector pack_rounded_sums(Vector a, Vector b) {
  const auto x = __builtin_convertvector((as<Sums>(a) + (1 << 14)) >> 15, HalfWords);
  const auto y = __builtin_convertvector((as<Sums>(b) + (1 << 14)) >> 15, HalfWords);
  return as<Vector>(__builtin_shufflevector(x, y, 0, 1, 2, 3, 4, 5, 6, 7));
}
HWY_INLINE Vector high_ten_bits(Vector a) {
  return as<Vector>(as<WordBits>(limited(as<Words>(a), 0, 1023)) << 6);
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

// The kernel of rgba_to_yuv.cpp, once for each instruction set: two rows of a block of pixels.
// Its guard flips with each inclusion.
#if defined(GIMBAL_RGBA_TO_YUV_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIMBAL_RGBA_TO_YUV_INL
#undef GIMBAL_RGBA_TO_YUV_INL
#else
#define GIMBAL_RGBA_TO_YUV_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "lib/pixel/yuv_coefficients.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

constexpr int kPixelBytes = 4;

/// Where a block's samples go. With a chroma step of 2, U and V go to `u` in turn.
struct BlockOutput {
  std::uint8_t* top;
  std::uint8_t* bottom;
  std::uint8_t* u;
  std::uint8_t* v;
};

#if HWY_TARGET == HWY_SCALAR

constexpr int kBlock = 2;

using Matrix = YuvCoefficients;

inline std::uint8_t mean(int a, int b) {
  return static_cast<std::uint8_t>((a + b + 1) / 2);
}

using Pixel = std::array<std::uint8_t, kPixelBytes>;

inline Pixel mean(const std::uint8_t* a, const std::uint8_t* b) {
  return {mean(a[0], b[0]), mean(a[1], b[1]), mean(a[2], b[2]), 0};
}

inline int rounded(const YuvRow& k, int red_green, int blue, int fraction_bits) {
  const int word = (red_green * k.red_green_scale + blue * k.blue_scale) >> 16;
  return (word + (1 << (fraction_bits - 1))) >> fraction_bits;
}

inline std::uint8_t luma(const Matrix& k, const std::uint8_t* p) {
  return static_cast<std::uint8_t>(
      k.black + rounded(k.y, p[0] * k.y.red + p[1] * k.y.green, p[2] * k.y.blue, kLumaWordBits));
}

inline std::uint8_t chroma(const YuvRow& k, const Pixel& a, const Pixel& b) {
  return static_cast<std::uint8_t>(
      std::min(128 + rounded(k, (a[0] + b[0]) * k.red + (a[1] + b[1]) * k.green,
                             (a[2] + b[2]) * k.blue, kChromaWordBits),
               255));
}

using Carry = Pixel;

inline Carry edge_carry(const std::uint8_t* top, const std::uint8_t* bottom) {
  return mean(top, bottom);
}

template <int kStep>
HWY_INLINE void convert_block(const std::uint8_t* top, const std::uint8_t* bottom, const Matrix& k,
                              const BlockOutput& out, Carry& carry) {
  for (int i = 0; i < kBlock; ++i) {
    out.top[i] = luma(k, top + i * kPixelBytes);
    out.bottom[i] = luma(k, bottom + i * kPixelBytes);
  }
  const Pixel middle = mean(top, bottom);
  const Pixel right = mean(top + kPixelBytes, bottom + kPixelBytes);
  const Pixel sides = mean(carry.data(), right.data());
  *out.u = chroma(k.u, middle, sides);
  *(kStep == 2 ? out.u + 1 : out.v) = chroma(k.v, middle, sides);
  carry = right;
}

#else

namespace hn = hwy::HWY_NAMESPACE;

#undef GIMBAL_YUV_AVX2
#if HWY_TARGET == HWY_AVX2
#define GIMBAL_YUV_AVX2 1
using Bytes = hn::CappedTag<std::uint8_t, 32>;
#else
#define GIMBAL_YUV_AVX2 0
using Bytes = hn::CappedTag<std::uint8_t, 16>;
#endif
using Words = hn::Repartition<std::int16_t, Bytes>;
using Sums = hn::Repartition<std::int32_t, Bytes>;
using ByteVec = hn::Vec<Bytes>;
using WordVec = hn::Vec<Words>;
using SumVec = hn::Vec<Sums>;

constexpr int kVectorPixels = static_cast<int>(hn::MaxLanes(Sums()));
/// Four vectors of pixels fill one with luma.
constexpr int kBlock = 4 * kVectorPixels;

// A vector is one lane of 128 bits or, with AVX2, two. The lanes of a vector are half a block
// apart, so that AVX2's packing, which stays within lanes, leaves samples in the order of memory.

#if GIMBAL_YUV_AVX2

/// Four pixels a lane, the `i`-th four of their half of the block.
inline ByteVec load_pixels(const std::uint8_t* block, int i) {
  const hn::Half<Bytes> lane;
  return hn::Combine(Bytes(), hn::LoadU(lane, block + (i + 4) * 16),
                     hn::LoadU(lane, block + i * 16));
}
/// Pixels times weights: red and green added up in one word, blue in the next.
inline WordVec weigh(ByteVec pixels, ByteVec weights) {
  return WordVec{_mm256_maddubs_epi16(pixels.raw, weights.raw)};
}
template <int kSelect>
ByteVec select_pixels(ByteVec a, ByteVec b) {
  return ByteVec{_mm256_castps_si256(
      _mm256_shuffle_ps(_mm256_castsi256_ps(a.raw), _mm256_castsi256_ps(b.raw), kSelect))};
}
inline ByteVec even_pixels(ByteVec a, ByteVec b) {
  return select_pixels<0x88>(a, b);
}
inline ByteVec odd_pixels(ByteVec a, ByteVec b) {
  return select_pixels<0xdd>(a, b);
}
/// The lane before each: that of the block before, then the vector's own first one.
inline ByteVec lanes_before(ByteVec before, ByteVec v) {
  return ByteVec{_mm256_permute2x128_si256(before.raw, v.raw, 0x21)};
}
inline ByteVec pack(WordVec a, WordVec b) {
  return ByteVec{_mm256_packus_epi16(a.raw, b.raw)};
}
inline ByteVec pack_signed(WordVec a, WordVec b) {
  return ByteVec{_mm256_packs_epi16(a.raw, b.raw)};
}
/// The first half of each lane, then the second halves.
inline ByteVec gather_halves(ByteVec v) {
  return ByteVec{_mm256_permute4x64_epi64(v.raw, 0xd8)};
}

#else

inline ByteVec load_pixels(const std::uint8_t* block, int i) {
  return hn::LoadU(Bytes(), block + i * 16);
}
inline WordVec weigh(ByteVec pixels, ByteVec weights) {
  const hn::RebindToUnsigned<Words> unsigned_words;
  const auto pairs = hn::BitCast(unsigned_words, pixels);
  const auto even = hn::BitCast(Words(), hn::And(pairs, hn::Set(unsigned_words, 255)));
  const auto odd = hn::BitCast(Words(), hn::ShiftRight<8>(pairs));
  const auto weight_pairs = hn::BitCast(Words(), weights);
  return hn::Add(hn::Mul(even, hn::ShiftRight<8>(hn::ShiftLeft<8>(weight_pairs))),
                 hn::Mul(odd, hn::ShiftRight<8>(weight_pairs)));
}
inline ByteVec even_pixels(ByteVec a, ByteVec b) {
  return hn::BitCast(Bytes(),
                     hn::ConcatEven(Sums(), hn::BitCast(Sums(), b), hn::BitCast(Sums(), a)));
}
inline ByteVec odd_pixels(ByteVec a, ByteVec b) {
  return hn::BitCast(Bytes(),
                     hn::ConcatOdd(Sums(), hn::BitCast(Sums(), b), hn::BitCast(Sums(), a)));
}
inline ByteVec lanes_before(ByteVec before, ByteVec) {
  return before;
}
inline ByteVec pack(WordVec a, WordVec b) {
  const hn::Half<Bytes> half;
  return hn::Combine(Bytes(), hn::DemoteTo(half, b), hn::DemoteTo(half, a));
}
inline ByteVec pack_signed(WordVec a, WordVec b) {
  const hn::RebindToSigned<hn::Half<Bytes> > half;
  return hn::BitCast(Bytes(), hn::Combine(hn::RebindToSigned<Bytes>(), hn::DemoteTo(half, b),
                                          hn::DemoteTo(half, a)));
}
inline ByteVec gather_halves(ByteVec v) {
  return v;
}

#endif

/// One row of the matrix in every lane.
struct MatrixRow {
  ByteVec weights;
  WordVec scales;

  explicit MatrixRow(const YuvRow& row) {
    const std::array<std::int8_t, 4> weight_bytes = {row.red, row.green, row.blue, 0};
    const std::array<std::int16_t, 2> scale_words = {row.red_green_scale, row.blue_scale};
    std::int32_t lane = 0;
    std::memcpy(&lane, weight_bytes.data(), sizeof lane);
    weights = hn::BitCast(Bytes(), hn::Set(Sums(), lane));
    std::memcpy(&lane, scale_words.data(), sizeof lane);
    scales = hn::BitCast(Words(), hn::Set(Sums(), lane));
  }

  SumVec sum(WordVec weighed) const {
    SumVec rest = hn::Zero(Sums());
    const SumVec sums =
        hn::ReorderWidenMulAccumulate(Sums(), weighed, scales, hn::Zero(Sums()), rest);
    return hn::RearrangeToOddPlusEven(sums, rest);
  }
};

struct Matrix {
  MatrixRow y;
  MatrixRow u;
  MatrixRow v;
  WordVec black;  ///< as a luma word

  explicit Matrix(const YuvCoefficients& k)
      : y(k.y),
        u(k.u),
        v(k.v),
        black(hn::Set(Words(), static_cast<std::int16_t>(k.black << kLumaWordBits))) {}
};

/// The words of two vectors of sums in turn: one of `a`, one of `b`, the next of `a`.
inline WordVec alternate(SumVec a, SumVec b) {
  return hn::OddEven(hn::BitCast(Words(), b), hn::BitCast(Words(), hn::ShiftRight<16>(a)));
}

/// Half of each lane's pixels, of two rows.
struct HalfRows {
  ByteVec top_a;
  ByteVec top_b;
  ByteVec bottom_a;
  ByteVec bottom_b;
  ByteVec even;  ///< means of the two rows
  ByteVec odd;

  HalfRows(const std::uint8_t* top, const std::uint8_t* bottom, int first)
      : top_a(load_pixels(top, first)),
        top_b(load_pixels(top, first + 1)),
        bottom_a(load_pixels(bottom, first)),
        bottom_b(load_pixels(bottom, first + 1)) {
    const ByteVec mean_a = hn::AverageRound(top_a, bottom_a);
    const ByteVec mean_b = hn::AverageRound(top_b, bottom_b);
    even = even_pixels(mean_a, mean_b);
    odd = odd_pixels(mean_a, mean_b);
  }
};

/// For each pixel the one before it, the first from the end of the lane of `before`.
inline ByteVec pixels_before(ByteVec before, ByteVec v) {
  return hn::CombineShiftRightBytes<16 - kPixelBytes>(Bytes(), v, before);
}

/// The samples of `a` and `b` in turn.
inline WordVec luma_samples(ByteVec a, ByteVec b, const Matrix& k) {
  static_assert(kLumaWordBits == 1);  // so that rounding is what a mean does
  const hn::RebindToUnsigned<Words> unsigned_words;
  const WordVec words = alternate(k.y.sum(weigh(a, k.y.weights)), k.y.sum(weigh(b, k.y.weights)));
  return hn::BitCast(Words(), hn::AverageRound(hn::BitCast(unsigned_words, words),
                                               hn::BitCast(unsigned_words, k.black)));
}

inline ByteVec shuffle(ByteVec v, const std::array<std::uint8_t, 16>& order) {
  return hn::TableLookupBytes(v, hn::LoadDup128(Bytes(), order.data()));
}

inline void store_luma(WordVec a, WordVec b, std::uint8_t* to) {
  alignas(16) static constexpr std::array<std::uint8_t, 16> kInTurn = {
      0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15};
  hn::StoreU(shuffle(pack(a, b), kInTurn), Bytes(), to);
}

/// U and V words in turn, from the even pixels and the odd ones left and right of them.
inline WordVec chroma_words(ByteVec even, ByteVec left, ByteVec right, const Matrix& k) {
  const ByteVec sides = hn::AverageRound(left, right);
  const auto sum = [&](const MatrixRow& row) {
    return row.sum(hn::Add(weigh(even, row.weights), weigh(sides, row.weights)));
  };
  return alternate(sum(k.u), sum(k.v));
}

template <int kStep>
void store_chroma(WordVec a, WordVec b, const BlockOutput& out) {
  const WordVec one = hn::Set(Words(), 1 << (15 - kChromaWordBits));
  const ByteVec pairs = hn::Xor(
      pack_signed(hn::MulFixedPoint15(a, one), hn::MulFixedPoint15(b, one)), hn::Set(Bytes(), 128));
  if constexpr (kStep == 2) {
    hn::StoreU(pairs, Bytes(), out.u);
  } else {
    alignas(16) static constexpr std::array<std::uint8_t, 16> kApart = {0, 2, 4, 6, 8, 10, 12, 14,
                                                                        1, 3, 5, 7, 9, 11, 13, 15};
    const ByteVec planes = gather_halves(shuffle(pairs, kApart));
    hn::StoreU(hn::LowerHalf(planes), hn::Half<Bytes>(), out.u);
    hn::StoreU(hn::UpperHalf(hn::Half<Bytes>(), planes), hn::Half<Bytes>(), out.v);
  }
}

/// The odd means at the end of the block before: its last pixel is the left one of the next.
using Carry = ByteVec;

/// The carry at the left edge, where the first pixel stands left of itself.
inline Carry edge_carry(const std::uint8_t* top, const std::uint8_t* bottom) {
  std::int32_t above = 0;
  std::int32_t below = 0;
  std::memcpy(&above, top, sizeof above);
  std::memcpy(&below, bottom, sizeof below);
  return hn::AverageRound(hn::BitCast(Bytes(), hn::Set(Sums(), above)),
                          hn::BitCast(Bytes(), hn::Set(Sums(), below)));
}

/// Converts kBlock pixels of two rows.
template <int kStep>
HWY_INLINE void convert_block(const std::uint8_t* top, const std::uint8_t* bottom, const Matrix& k,
                              const BlockOutput& out, Carry& carry) {
  const HalfRows a(top, bottom, 0);
  const WordVec a_top = luma_samples(a.top_a, a.top_b, k);
  const WordVec a_bottom = luma_samples(a.bottom_a, a.bottom_b, k);
  const HalfRows b(top, bottom, 2);
  store_luma(a_top, luma_samples(b.top_a, b.top_b, k), out.top);
  store_luma(a_bottom, luma_samples(b.bottom_a, b.bottom_b, k), out.bottom);
  const ByteVec left_of_a = pixels_before(lanes_before(carry, b.odd), a.odd);
  const ByteVec left_of_b = pixels_before(a.odd, b.odd);
  carry = b.odd;
  store_chroma<kStep>(chroma_words(a.even, left_of_a, a.odd, k),
                      chroma_words(b.even, left_of_b, b.odd, k), out);
}

#endif  // HWY_TARGET == HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // GIMBAL_RGBA_TO_YUV_INL

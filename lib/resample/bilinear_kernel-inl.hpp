// The kernel of bilinear_kernel.cpp, once for each instruction set that has byte shuffles.
// Its guard flips with each inclusion.
#if defined(GIMBAL_BILINEAR_KERNEL_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIMBAL_BILINEAR_KERNEL_INL
#undef GIMBAL_BILINEAR_KERNEL_INL
#else
#define GIMBAL_BILINEAR_KERNEL_INL
#endif

#include <hwy/highway.h>

#include <cstdint>

#include "lib/resample/bilinear_kernel.hpp"

// Highway 1.0 knows neither maddubs nor a shuffle of bytes across lanes: the intrinsics themselves.
#if HWY_TARGET == HWY_SSSE3 || HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3_DL

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {
namespace bilinear {

#if HWY_TARGET == HWY_SSSE3

constexpr KernelShape kShape{8, 1, 2, 16};
using Vector = __m128i;

HWY_INLINE Vector load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}
HWY_INLINE Vector words(int value) {
  return _mm_set1_epi16(static_cast<short>(value));
}
HWY_INLINE Vector add(Vector a, Vector b) {
  return _mm_add_epi16(a, b);
}
HWY_INLINE Vector subtract(Vector a, Vector b) {
  return _mm_sub_epi16(a, b);
}
HWY_INLINE Vector scale(Vector a, Vector b) {
  return _mm_mulhrs_epi16(a, b);
}
HWY_INLINE Vector weigh(Vector bytes, Vector weights) {
  return _mm_maddubs_epi16(bytes, weights);
}
HWY_INLINE void store(Vector a, Vector b, std::uint8_t* to) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(a, b));
}
HWY_INLINE Vector pick(const std::uint8_t* row, const std::int32_t* base, Vector pairs) {
  return _mm_shuffle_epi8(load(row + base[0]), pairs);
}
HWY_INLINE Vector pick_more(Vector picked, const std::uint8_t* row, const std::int32_t* base,
                            Vector pairs) {
  return _mm_or_si128(picked, pick(row, base, pairs));
}

#elif HWY_TARGET == HWY_AVX2

constexpr KernelShape kShape{8, 2, 2, 16};
using Vector = __m256i;

HWY_INLINE Vector load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}
HWY_INLINE Vector words(int value) {
  return _mm256_set1_epi16(static_cast<short>(value));
}
HWY_INLINE Vector add(Vector a, Vector b) {
  return _mm256_add_epi16(a, b);
}
HWY_INLINE Vector subtract(Vector a, Vector b) {
  return _mm256_sub_epi16(a, b);
}
HWY_INLINE Vector scale(Vector a, Vector b) {
  return _mm256_mulhrs_epi16(a, b);
}
HWY_INLINE Vector weigh(Vector bytes, Vector weights) {
  return _mm256_maddubs_epi16(bytes, weights);
}
HWY_INLINE void store(Vector a, Vector b, std::uint8_t* to) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_packus_epi16(a, b));
}
HWY_INLINE Vector pick(const std::uint8_t* row, const std::int32_t* base, Vector pairs) {
  const auto window = [row](std::int32_t at) HWY_ATTR {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(row + at));
  };
  return _mm256_shuffle_epi8(
      _mm256_inserti128_si256(_mm256_castsi128_si256(window(base[0])), window(base[1]), 1), pairs);
}
HWY_INLINE Vector pick_more(Vector picked, const std::uint8_t* row, const std::int32_t* base,
                            Vector pairs) {
  return _mm256_or_si256(picked, pick(row, base, pairs));
}

#else

constexpr KernelShape kShape{32, 1, 2, 64};
using Vector = __m512i;

HWY_INLINE Vector load(const void* from) {
  return _mm512_loadu_si512(from);
}
HWY_INLINE Vector words(int value) {
  return _mm512_set1_epi16(static_cast<short>(value));
}
HWY_INLINE Vector add(Vector a, Vector b) {
  return _mm512_add_epi16(a, b);
}
HWY_INLINE Vector subtract(Vector a, Vector b) {
  return _mm512_sub_epi16(a, b);
}
HWY_INLINE Vector scale(Vector a, Vector b) {
  return _mm512_mulhrs_epi16(a, b);
}
HWY_INLINE Vector weigh(Vector bytes, Vector weights) {
  return _mm512_maddubs_epi16(bytes, weights);
}
HWY_INLINE void store(Vector a, Vector b, std::uint8_t* to) {
  // Packing takes from both in turn, 16 bytes at a time.
  const Vector in_order = _mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0);
  _mm512_storeu_si512(to, _mm512_permutexvar_epi64(in_order, _mm512_packus_epi16(a, b)));
}
HWY_INLINE Vector pick(const std::uint8_t* row, const std::int32_t* base, Vector pairs) {
  return _mm512_permutexvar_epi8(pairs, load(row + base[0]));
}
HWY_INLINE Vector pick_more(Vector picked, const std::uint8_t* row, const std::int32_t* base,
                            Vector pairs) {
  // This shuffle does not answer kNotInThisWindow with 0: what is of other windows is kept.
  const __mmask64 elsewhere = _mm512_movepi8_mask(pairs);
  return _mm512_mask_mov_epi8(pick(row, base, pairs), elsewhere, picked);
}

#endif

/// The pairs of one half of a block.
template <int kWindows>
HWY_INLINE Vector pick_pairs(const std::uint8_t* row, const std::int32_t* bases,
                             const std::uint8_t* pairs) {
  Vector picked = pick(row, bases, load(pairs));
  for (int i = 1; i < kWindows; ++i) {
    picked = pick_more(picked, row, bases + i * kShape.lanes,
                       load(pairs + i * static_cast<int>(sizeof(Vector))));
  }
  return picked;
}

/// The samples of one half of a block.
template <int kWindows>
HWY_INLINE Vector blend(const std::uint8_t* top_row, const std::uint8_t* bottom_row,
                        const std::int32_t* bases, const std::uint8_t* pairs,
                        const std::int8_t* weights, Vector down) {
  const Vector w = load(weights);
  const Vector top = weigh(pick_pairs<kWindows>(top_row, bases, pairs), w);
  const Vector bottom = weigh(pick_pairs<kWindows>(bottom_row, bases, pairs), w);
  const Vector between = add(top, scale(subtract(bottom, top), down));
  return scale(between, words(1 << (15 - kWeightBits)));
}

HWY_INLINE void prefetch(const std::uint8_t* row) {
  _mm_prefetch(reinterpret_cast<const char*>(row), _MM_HINT_T0);
}

template <int kWindows>
void run_blocks(const BilinearColumns& columns, const BilinearRow& row) {
  constexpr int kVectorBytes = static_cast<int>(sizeof(Vector));
  constexpr int kBases = kWindows * kShape.lanes;
  constexpr int kPairs = kWindows * kVectorBytes;
  // In variables of its own: bytes that are stored could otherwise be anybody's members.
  const BilinearColumns tables = columns;
  const BilinearRow rows = row;
  const Vector down = words(rows.weight);
  const std::int32_t* bases = tables.bases;
  const std::uint8_t* pairs = tables.pairs;
  const std::int8_t* weights = tables.weights;
  for (int block = 0; block < tables.blocks; ++block) {
    for (int line = 0; line < tables.lines; ++line) {
      prefetch(rows.soon_top + bases[0] + line * 64);
      prefetch(rows.soon_bottom + bases[0] + line * 64);
    }
    const Vector a = blend<kWindows>(rows.top, rows.bottom, bases, pairs, weights, down);
    const Vector b = blend<kWindows>(rows.top, rows.bottom, bases + kBases, pairs + kPairs,
                                     weights + kVectorBytes, down);
    store(a, b, rows.out + tables.outputs[block]);
    bases += 2 * kBases;
    pairs += 2 * kPairs;
    weights += 2 * kVectorBytes;
  }
}

void run_row(const BilinearColumns& columns, const BilinearRow& row) {
  switch (columns.windows) {
    case 1:
      return run_blocks<1>(columns, row);
    case 2:
      return run_blocks<2>(columns, row);
    case 4:
      return run_blocks<4>(columns, row);
    default:
      return run_blocks<8>(columns, row);
  }
}

}  // namespace bilinear
}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // an instruction set with byte shuffles

#endif  // GIMBAL_BILINEAR_KERNEL_INL

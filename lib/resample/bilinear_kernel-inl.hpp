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

/// In a register: compilers load what is cheap to load anew for each use, and loads are what this
/// loop waits for.
HWY_INLINE Vector load_once(const void* from) {
  Vector loaded = load(from);
  asm("" : "+v"(loaded));
  return loaded;
}

/// Tables of one half of a block.
struct Half {
  const std::int32_t* bases;
  const std::uint8_t* pairs;
  const std::int8_t* weights;
};

/// Words of both output rows.
struct Blended {
  Vector rows[kRowsAtOnce];
};

template <int kWindows>
HWY_INLINE Blended blend(const BilinearRows& rows, const Half& half, const Vector* down) {
  constexpr int kSources = 2 * kRowsAtOnce;
  Vector words_of[kSources];
#pragma GCC unroll 8
  for (int window = 0; window < kWindows; ++window) {
    const Vector pairs = load_once(half.pairs + window * static_cast<int>(sizeof(Vector)));
    const std::int32_t* base = half.bases + window * kShape.lanes;
#pragma GCC unroll 4
    for (int i = 0; i < kSources; ++i) {
      words_of[i] = window == 0 ? pick(rows.sources[i], base, pairs)
                                : pick_more(words_of[i], rows.sources[i], base, pairs);
    }
  }
  const Vector weights = load_once(half.weights);
  Blended blended;
#pragma GCC unroll 2
  for (int i = 0; i < kRowsAtOnce; ++i) {
    const Vector top = weigh(words_of[2 * i], weights);
    const Vector bottom = weigh(words_of[2 * i + 1], weights);
    const Vector between = add(top, scale(subtract(bottom, top), down[i]));
    blended.rows[i] = scale(between, words(1 << (15 - kWeightBits)));
  }
  return blended;
}

HWY_INLINE void prefetch(const std::uint8_t* at) {
  _mm_prefetch(reinterpret_cast<const char*>(at), _MM_HINT_T0);
}

HWY_INLINE void prefetch_sources(const BilinearRows& rows, std::int32_t base, int lines) {
  for (int i = 0; i < rows.soon_count; ++i) {
    for (int line = 0; line < lines; ++line) {
      prefetch(rows.soon[i] + base + line * 64);
    }
  }
}

template <int kWindows>
void run_blocks(const BilinearColumns& columns, const BilinearRows& told) {
  constexpr int kVectorBytes = static_cast<int>(sizeof(Vector));
  constexpr int kBases = kWindows * kShape.lanes;
  constexpr int kPairs = kWindows * kVectorBytes;
  // In variables of its own: bytes that are stored could otherwise be anybody's members.
  const BilinearColumns tables = columns;
  const BilinearRows rows = told;
  const Vector down[kRowsAtOnce] = {words(rows.weights[0]), words(rows.weights[1])};
  Half half{tables.bases, tables.pairs, tables.weights};
  for (int block = 0; block < tables.blocks; ++block) {
    prefetch_sources(rows, half.bases[0], tables.lines);
    const Blended a = blend<kWindows>(rows, half, down);
    half = {half.bases + kBases, half.pairs + kPairs, half.weights + kVectorBytes};
    const Blended b = blend<kWindows>(rows, half, down);
    half = {half.bases + kBases, half.pairs + kPairs, half.weights + kVectorBytes};
    for (int i = 0; i < kRowsAtOnce; ++i) {
      prefetch(rows.out_soon[i] + tables.outputs[block]);
      store(a.rows[i], b.rows[i], rows.out[i] + tables.outputs[block]);
    }
  }
}

void run_rows(const BilinearColumns& columns, const BilinearRows& rows) {
  switch (columns.windows) {
    case 1:
      return run_blocks<1>(columns, rows);
    case 2:
      return run_blocks<2>(columns, rows);
    case 4:
      return run_blocks<4>(columns, rows);
    default:
      return run_blocks<8>(columns, rows);
  }
}

}  // namespace bilinear
}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // an instruction set with byte shuffles

#endif  // GIMBAL_BILINEAR_KERNEL_INL

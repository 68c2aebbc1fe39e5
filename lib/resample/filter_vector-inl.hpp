// What the loops of filter_kernels.cpp are made of: `Vector`, kLanes lanes of 16 bytes, for each
// instruction set. A word is 16 bits, a sum 32. Its guard flips with each inclusion.
#if defined(GIMBAL_FILTER_VECTOR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIMBAL_FILTER_VECTOR_INL
#undef GIMBAL_FILTER_VECTOR_INL
#else
#define GIMBAL_FILTER_VECTOR_INL
#endif

#include <hwy/highway.h>

#include <cstdint>
#include <cstring>

// Highway 1.0 knows neither maddubs nor lanes from different places: the intrinsics themselves.
#if HWY_TARGET == HWY_SSSE3
#include "lib/resample/filter_lane-inl.hpp"
#include "lib/resample/filter_vector_ssse3-inl.hpp"
#elif HWY_TARGET == HWY_AVX2
#include "lib/resample/filter_lane-inl.hpp"
#include "lib/resample/filter_vector_avx2-inl.hpp"
#elif HWY_TARGET == HWY_AVX3
#include "lib/resample/filter_lane-inl.hpp"
#include "lib/resample/filter_vector_avx512-inl.hpp"
#else
#include "lib/resample/filter_vector_any-inl.hpp"
#endif

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

constexpr int kVectorBytes = kLanes * kLaneBytes;
constexpr int kVectorWords = kVectorBytes / 2;

/// The same two signed bytes all over.
HWY_INLINE Vector byte_pairs(const std::int8_t* pair) {
  std::int16_t both = 0;
  std::memcpy(&both, pair, sizeof both);
  return words(both);
}

/// Divided by 2^kBits and rounded.
template <int kBits>
HWY_INLINE Vector rounded(Vector a) {
  return scale(a, words(1 << (15 - kBits)));
}

template <std::size_t kCount>
HWY_INLINE void fill(Vector (&vectors)[kCount], Vector with) {
  for (Vector& v : vectors) {
    v = with;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#endif  // GIMBAL_FILTER_VECTOR_INL

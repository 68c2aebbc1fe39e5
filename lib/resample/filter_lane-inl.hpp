// Lanes of 16 bytes from anywhere in a row, for all of x86. Included by filter_vector-inl.hpp only.

#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

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

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

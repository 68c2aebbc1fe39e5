#include "lib/pixel/rgba_to_yuv.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

// AVX-512 gains little on work that waits for memory. Elsewhere than on x86 what the compiler may
// use anyway, NEON on 64-bit Arm, is all that is chosen from.
#undef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_AVX2 - 1)
#if !defined(__x86_64__) && !defined(__i386__) && !defined(HWY_COMPILE_ONLY_STATIC)
#define HWY_COMPILE_ONLY_STATIC
#endif

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/pixel/rgba_to_yuv.cpp"
#include <hwy/foreach_target.h>  // compiles this file again for each instruction set
//
#include <hwy/highway.h>

#include "lib/pixel/rgba_to_yuv-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

/// Two rows of the picture; the same one twice at the end of a picture of odd height.
struct RowPointers {
  const std::uint8_t* top;
  const std::uint8_t* bottom;
  std::uint8_t* top_luma;
  std::uint8_t* bottom_luma;
  std::uint8_t* u;
  std::uint8_t* v;
};

/// Pixels as they lie in memory, one a lane.
using BlockPixels = std::array<std::uint32_t, kBlock>;

/// The last `count` pixels of a row, and the last of them again up to a whole block.
inline BlockPixels copy_rest(const std::uint8_t* pixels, std::size_t count) {
  BlockPixels block{};
  std::memcpy(block.data(), pixels, count * kPixelBytes);
  std::fill(block.begin() + static_cast<std::ptrdiff_t>(count), block.end(), block[count - 1]);
  return block;
}

inline const std::uint8_t* bytes_of(const BlockPixels& block) {
  return reinterpret_cast<const std::uint8_t*>(block.data());
}

/// What is less than a block at the end of a row.
template <int kStep>
void convert_rest(const RowPointers& rows, int x, std::size_t count, const Matrix& k,
                  Carry& carry) {
  const BlockPixels top = copy_rest(rows.top + x * kPixelBytes, count);
  const BlockPixels bottom = copy_rest(rows.bottom + x * kPixelBytes, count);
  std::array<std::uint8_t, kBlock> top_luma{};
  std::array<std::uint8_t, kBlock> bottom_luma{};
  std::array<std::uint8_t, kBlock> u{};
  std::array<std::uint8_t, kBlock> v{};
  convert_block<kStep>(bytes_of(top), bytes_of(bottom), k,
                       {top_luma.data(), bottom_luma.data(), u.data(), v.data()}, carry);
  const std::size_t chroma_bytes = (count + 1) / 2 * kStep;
  std::memcpy(rows.top_luma + x, top_luma.data(), count);
  std::memcpy(rows.bottom_luma + x, bottom_luma.data(), count);
  std::memcpy(rows.u + x / 2 * kStep, u.data(), chroma_bytes);
  if (kStep == 1) {
    std::memcpy(rows.v + x / 2, v.data(), chroma_bytes);
  }
}

template <int kStep>
void convert_rows(const RowPointers& rows, int width, const Matrix& k) {
  const int whole = width - width % kBlock;
  Carry carry = edge_carry(rows.top, rows.bottom);
  for (int x = 0; x < whole; x += kBlock) {
    const int chroma_x = x / 2 * kStep;
    convert_block<kStep>(
        rows.top + x * kPixelBytes, rows.bottom + x * kPixelBytes, k,
        {rows.top_luma + x, rows.bottom_luma + x, rows.u + chroma_x, rows.v + chroma_x}, carry);
  }
  if (whole < width) {
    convert_rest<kStep>(rows, whole, static_cast<std::size_t>(width - whole), k, carry);
  }
}

void convert_picture(const Plane& rgba, const MutablePlane& luma, const ChromaOutput& chroma,
                     const YuvCoefficients& coefficients) {
  const Matrix k(coefficients);
  for (int y = 0; y < rgba.height; y += 2) {
    const int second = std::min(y + 1, rgba.height - 1);
    const std::ptrdiff_t chroma_row = y / 2 * chroma.stride;
    const RowPointers rows{rgba.row(y),      rgba.row(second),      luma.row(y),
                           luma.row(second), chroma.u + chroma_row, chroma.v + chroma_row};
    if (chroma.step == 2) {
      convert_rows<2>(rows, rgba.width, k);
    } else {
      convert_rows<1>(rows, rgba.width, k);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gimbal {

// Highway's own choice comes with a library that calibrates a clock as it is loaded, which takes 5
// milliseconds of every camera's start.
std::vector<RgbaToYuvVariant> rgba_to_yuv_variants() {
  std::vector<RgbaToYuvVariant> variants;
#if HWY_TARGETS & HWY_AVX2
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")) {
    variants.push_back({"AVX2", N_AVX2::convert_picture});
  }
#endif
#if HWY_TARGETS & HWY_SSE4
  if (__builtin_cpu_supports("sse4.2")) {
    variants.push_back({"SSE4", N_SSE4::convert_picture});
  }
#endif
#if HWY_TARGETS & HWY_SSSE3
  if (__builtin_cpu_supports("ssse3")) {
    variants.push_back({"SSSE3", N_SSSE3::convert_picture});
  }
#endif
  variants.push_back({"baseline", HWY_STATIC_DISPATCH(convert_picture)});
  return variants;
}

void rgba_to_yuv420(const Plane& rgba, const MutablePlane& luma, const ChromaOutput& chroma,
                    const YuvCoefficients& coefficients) {
  static const RgbaToYuvFunction convert = rgba_to_yuv_variants().front().convert;
  convert(rgba, luma, chroma, coefficients);
}

}  // namespace gimbal
#endif  // HWY_ONCE

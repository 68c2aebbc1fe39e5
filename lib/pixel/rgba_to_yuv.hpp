// RGBA to 8-bit 4:2:0 (NV12 or I420), SIMD chosen at run time.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/pixel/plane.hpp"
#include "lib/pixel/yuv_coefficients.hpp"

namespace gimbal {

/// Where the chroma goes: `step` 2 with `v` one byte after `u` is NV12, `step` 1 is I420.
struct ChromaOutput {
  std::uint8_t* u = nullptr;
  std::uint8_t* v = nullptr;
  std::ptrdiff_t stride = 0;
  int step = 1;
};

/// Converts `rgba` (width in pixels, 4 bytes each) to `luma` of the same size and to chroma of half
/// of it, rounded up. Chroma is sited as MPEG-2 and H.264 assume: on the left luma sample of a pair
/// (1-2-1 filter), midway between two rows. Within 1 of the exact value, and the same bytes
/// whatever the instruction set. No byte is written beside the picture, nothing is allocated.
void rgba_to_yuv420(const Plane& rgba, const MutablePlane& luma, const ChromaOutput& chroma,
                    const YuvCoefficients& coefficients);

using RgbaToYuvFunction = void (*)(const Plane& rgba, const MutablePlane& luma,
                                   const ChromaOutput& chroma, const YuvCoefficients& coefficients);

/// The conversion with one set of instructions.
struct RgbaToYuvVariant {
  const char* instructions;
  RgbaToYuvFunction convert;
};

/// Those that this CPU can run, best first: `rgba_to_yuv420` is the first, the last runs anywhere.
std::vector<RgbaToYuvVariant> rgba_to_yuv_variants();

}  // namespace gimbal

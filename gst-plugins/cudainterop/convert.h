// RGBA to NV12: the arithmetic of the kernel, for nvcc and for the host compiler alike, so that
// what runs on a GPU is tested on a CPU. C++17, none of the library's headers but <cstdint>.
//
// Chroma is sited as MPEG-2 and H.264 assume: on the left luma sample of a pair (1-2-1 filter),
// midway between two rows. Edges repeat. The same definition as lib/pixel/rgba_to_yuv.hpp, in
// float: within 0.51 of the exact value.
#pragma once

#include <cstdint>

#include "gst-plugins/cuda/host_device.h"

namespace gimbal::cudainterop {

/// A colour, each channel 0 to 255 (or a sum of several).
struct Rgb {
  float r;
  float g;
  float b;
};

/// One row of the matrix: r * R + g * G + b * B + offset is a sample before rounding.
struct MatrixRow {
  float r;
  float g;
  float b;
  float offset;
};

struct Matrix {
  MatrixRow y;
  MatrixRow u;
  MatrixRow v;
};

/// Where one frame goes. Passed to the kernel by value. Strides are in bytes; width and height are
/// of the luma plane, the chroma plane has half of each, rounded up.
struct Nv12Target {
  std::uint8_t* luma;
  std::uint8_t* chroma;
  std::int64_t luma_stride;
  std::int64_t chroma_stride;
  std::int32_t width;
  std::int32_t height;
};

/// A thread converts a block of this many pixels: two chroma samples, luma as one 32-bit word a
/// row.
constexpr int kBlockWidth = 4;
constexpr int kBlockHeight = 2;

/// The coefficients of the matrix with these luma weights (BT.709: 0.2126, 0.0722), from full-range
/// RGB to YUV in full or limited range.
inline Matrix make_matrix(double kr, double kb, bool full_range) {
  const double kg = 1 - kr - kb;
  const double luma = full_range ? 1.0 : 219.0 / 255;
  const double chroma = full_range ? 1.0 : 224.0 / 255;
  const double u = chroma / (2 * (1 - kb));
  const double v = chroma / (2 * (1 - kr));
  const auto row = [](double r, double g, double b, double offset) {
    return MatrixRow{static_cast<float>(r), static_cast<float>(g), static_cast<float>(b),
                     static_cast<float>(offset)};
  };
  return {row(luma * kr, luma * kg, luma * kb, full_range ? 0 : 16),
          row(-u * kr, -u * kg, u * (1 - kb), 128), row(v * (1 - kr), -v * kg, -v * kb, 128)};
}

GIMBAL_HOST_DEVICE inline int smaller(int a, int b) {
  return a < b ? a : b;
}

GIMBAL_HOST_DEVICE inline std::uint8_t sample(const MatrixRow& k, const Rgb& c, float scale) {
  const float value = scale * (k.r * c.r + k.g * c.g + k.b * c.b) + k.offset;
  // Full-range chroma reaches 255.5, which does not fit; nothing falls below 0.
  return static_cast<std::uint8_t>(smaller(static_cast<int>(value + 0.5F), 255));
}

/// Writes the first `count` of four samples. Rows start aligned, so that whole blocks take one
/// store.
GIMBAL_HOST_DEVICE inline void store(std::uint8_t* to, const std::uint8_t* samples, int count) {
  if (count >= kBlockWidth && (reinterpret_cast<std::uintptr_t>(to) & 3) == 0) {
    __builtin_memcpy(__builtin_assume_aligned(to, 4), samples, 4);
    return;
  }
  for (int i = 0; i < smaller(count, kBlockWidth); ++i) {
    to[i] = samples[i];
  }
}

/// What thread (`column`, `row`) of the grid does. `read(x, y)` gives the pixel as Rgb, x and y
/// always inside the picture. Threads outside it do nothing.
template <class Read>
GIMBAL_HOST_DEVICE inline void convert_block(const Read& read, const Nv12Target& out,
                                             const Matrix& matrix, int column, int row) {
  const int x0 = column * kBlockWidth;
  const int y0 = row * kBlockHeight;
  if (x0 >= out.width || y0 >= out.height) {
    return;
  }
  const int y1 = smaller(y0 + 1, out.height - 1);
  Rgb sums[kBlockWidth + 1];  // of the two rows, from one column left of the block
  std::uint8_t top[kBlockWidth];
  std::uint8_t bottom[kBlockWidth];
  for (int i = 0; i <= kBlockWidth; ++i) {
    const int wanted = smaller(x0 + i - 1, out.width - 1);
    const int x = wanted < 0 ? 0 : wanted;
    const Rgb a = read(x, y0);
    const Rgb b = read(x, y1);
    sums[i] = {a.r + b.r, a.g + b.g, a.b + b.b};
    if (i > 0) {
      top[i - 1] = sample(matrix.y, a, 1);
      bottom[i - 1] = sample(matrix.y, b, 1);
    }
  }
  std::uint8_t chroma[kBlockWidth];
  for (int i = 0; i < kBlockWidth; i += 2) {
    const Rgb& left = sums[i];
    const Rgb& middle = sums[i + 1];
    const Rgb& right = sums[i + 2];
    const Rgb eight = {left.r + 2 * middle.r + right.r, left.g + 2 * middle.g + right.g,
                       left.b + 2 * middle.b + right.b};
    chroma[i] = sample(matrix.u, eight, 0.125F);
    chroma[i + 1] = sample(matrix.v, eight, 0.125F);
  }
  store(out.luma + y0 * out.luma_stride + x0, top, out.width - x0);
  if (y0 + 1 < out.height) {
    store(out.luma + (y0 + 1) * out.luma_stride + x0, bottom, out.width - x0);
  }
  store(out.chroma + row * out.chroma_stride + x0, chroma, out.width + (out.width & 1) - x0);
}

}  // namespace gimbal::cudainterop

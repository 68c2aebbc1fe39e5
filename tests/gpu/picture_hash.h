// A hash of an NV12 picture: the arithmetic of the kernel, for nvcc and for the host compiler
// alike. C++17, no headers but <cstdint>.
//
// Each word of four bytes is mixed with its place, and the sum is the hash: threads add in any
// order. Mixing is one to one, so that a picture with one other word has another hash for certain.
// Places are counted in the picture, so that it does not matter what lies between its rows.
#pragma once

#include <cstdint>

#include "gst-plugins/cudainterop/convert.h"

namespace gimbal {

/// Threads that share a row on the GPU: a warp.
constexpr int kHashLanes = 32;
constexpr int kHashWordBytes = 4;

/// The end of splitmix64 (Steele, Lea, Flood, 2014).
GIMBAL_HOST_DEVICE inline std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

/// Rows of luma and, after them, of chroma.
GIMBAL_HOST_DEVICE inline int hashed_rows(const cudainterop::Nv12Target& picture) {
  return picture.height + (picture.height + 1) / 2;
}

/// What every `step`th word of a row, from the `first` on, adds to the hash.
GIMBAL_HOST_DEVICE inline std::uint64_t hash_words(const cudainterop::Nv12Target& picture, int row,
                                                   int first, int step) {
  const bool luma = row < picture.height;
  const std::uint8_t* bytes = luma
                                  ? picture.luma + row * picture.luma_stride
                                  : picture.chroma + (row - picture.height) * picture.chroma_stride;
  const int count = luma ? picture.width : picture.width + (picture.width & 1);
  std::uint64_t sum = 0;
  for (int at = first * kHashWordBytes; at < count; at += step * kHashWordBytes) {
    std::uint64_t word = 0;
    for (int i = at; i < at + kHashWordBytes && i < count; ++i) {
      word = word << 8 | bytes[i];
    }
    const std::uint64_t place =
        static_cast<std::uint64_t>(row) << 32 | static_cast<std::uint32_t>(at);
    sum += mix(mix(place) + word);
  }
  return sum;
}

/// What the size adds: pictures of one colour differ by nothing else.
inline std::uint64_t hash_size(const cudainterop::Nv12Target& picture) {
  return mix(static_cast<std::uint64_t>(picture.width) << 32 |
             static_cast<std::uint32_t>(picture.height));
}

/// The hash of a picture in system memory.
inline std::uint64_t hash_picture(const cudainterop::Nv12Target& picture) {
  std::uint64_t sum = hash_size(picture);
  for (int row = 0; row < hashed_rows(picture); ++row) {
    sum += hash_words(picture, row, 0, 1);
  }
  return sum;
}

}  // namespace gimbal

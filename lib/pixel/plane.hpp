// One plane of a picture in memory that somebody else owns.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gimbal {

/// `width` x `height` samples; a row is `stride` bytes after the one before it.
template <class Byte>
struct BasicPlane {
  Byte* data = nullptr;
  std::ptrdiff_t stride = 0;
  int width = 0;
  int height = 0;

  Byte* row(int y) const { return data + y * stride; }
};

using Plane = BasicPlane<const std::uint8_t>;
using MutablePlane = BasicPlane<std::uint8_t>;

}  // namespace gimbal

// What a sample of a plane is made of.
#pragma once

namespace gimbal {

/// 8 bits, or 10 bits in the high ones of little-endian 16 (P010); 1, 2 or 4 values of them in
/// turn: luma, NV12's chroma, RGBA.
struct SampleFormat {
  int value_bytes = 1;
  int channels = 1;

  int bytes() const { return value_bytes * channels; }
};

}  // namespace gimbal

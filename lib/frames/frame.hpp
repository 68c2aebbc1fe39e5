// A frame of another process: its pixels and the boxes in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "lib/scene/box.hpp"

namespace gimbal {

/// Bytes that are not cleared before use: clearing a 4K picture costs as much as reading it, and
/// what a header merely claims takes no memory until it arrives.
class PixelBuffer {
 public:
  /// Room for `bytes`, of undefined content; memory that is large enough is used again. False where
  /// there is not that much memory; the buffer is then empty.
  bool resize(std::size_t bytes) {
    if (bytes > capacity_) {
      bytes_.reset(new (std::nothrow) std::uint8_t[bytes]);
      capacity_ = bytes_ ? bytes : 0;
    }
    size_ = bytes_ ? bytes : 0;
    return size_ == bytes;
  }

  std::uint8_t* data() { return bytes_.get(); }
  const std::uint8_t* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

struct Frame {
  int width = 0;   ///< pixels, 1 to 16384
  int height = 0;  ///< pixels, 1 to 16384
  /// RGBA, 8 bits each, `width * 4` bytes a row, the top row first.
  PixelBuffer pixels;
  /// In pixels of this frame.
  std::vector<Box> boxes;
};

}  // namespace gimbal

// 4K frames in memory, so many that none is still in a cache when its turn comes again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gimbal {

/// NV12, planes one behind the other, without padding. Noise: no way of scaling looks at the
/// values.
class FrameRing {
 public:
  static constexpr int kWidth = 3840;
  static constexpr int kHeight = 2160;
  static constexpr std::size_t kFrameBytes = std::size_t{kWidth} * kHeight * 3 / 2;

  /// The quarter of each frame that a crop of half its width reads is 3 MB: 48 of them are several
  /// times a large cache.
  explicit FrameRing(int frames = 48) : frames_(static_cast<std::size_t>(frames)) {
    std::uint32_t state = 1;
    for (auto& frame : frames_) {
      frame.resize(kFrameBytes);
      for (auto& byte : frame) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<std::uint8_t>(state >> 24);
      }
    }
  }

  /// The frame of that number; nobody may write to it.
  std::uint8_t* frame(std::int64_t number) {
    return frames_[static_cast<std::size_t>(number) % frames_.size()].data();
  }

 private:
  std::vector<std::vector<std::uint8_t>> frames_;
};

}  // namespace gimbal

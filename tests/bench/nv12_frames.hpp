// NV12 frames for benchmarks: one that stays in the cache, or more than the cache holds.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "lib/resample/picture.hpp"

namespace gimbal {

inline std::vector<std::uint8_t> noise(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::uint32_t state = 1;
  for (auto& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return bytes;
}

/// A picture in NV12 with its planes one behind the other. Both sizes are even.
struct Nv12 {
  int width;
  int height;
  std::vector<std::uint8_t> bytes;

  Nv12(int w, int h) : width(w), height(h), bytes(noise(static_cast<std::size_t>(w * h * 3 / 2))) {}
  std::uint8_t* luma() { return bytes.data(); }
  std::uint8_t* chroma() { return bytes.data() + width * height; }

  Picture view() {
    return {{{{luma(), width, width, height}, {chroma(), width, width / 2, height / 2}, {}}}};
  }
  MutablePicture target() {
    return {{{{luma(), width, width, height}, {chroma(), width, width / 2, height / 2}, {}}}};
  }
};

/// Frames of one size, used in turn.
class Nv12Frames {
 public:
  Nv12Frames(int count, int width, int height) {
    const Nv12 first(width, height);
    for (int i = 0; i < count; ++i) {
      frames_.push_back(std::make_unique<Nv12>(first));
    }
  }
  Nv12& next() {
    at_ = (at_ + 1) % frames_.size();
    return *frames_[at_];
  }

 private:
  std::vector<std::unique_ptr<Nv12>> frames_;
  std::size_t at_ = 0;
};

inline double last_cache_bytes() {
  double bytes = 0;
  for (const auto& cache : benchmark::CPUInfo::Get().caches) {
    bytes = std::max(bytes, static_cast<double>(cache.size));
  }
  return bytes > 0 ? bytes : 32 << 20;
}

/// How many frames, of each of which `bytes` are read, hold twice what the last cache does.
inline int cold_frames(double bytes) {
  constexpr double kMost = 64;  // 800 MB of 2160p
  return static_cast<int>(std::clamp(2 * last_cache_bytes() / bytes + 1, 2.0, kMost));
}

}  // namespace gimbal

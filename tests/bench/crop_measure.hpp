// Crops of 2160p timed, beside what the memory can do.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <vector>

#include "lib/camera/crop.hpp"
#include "tests/bench/nv12_frames.hpp"

namespace gimbal {

inline constexpr int kSourceWidth = 3840;
inline constexpr int kSourceHeight = 2160;

struct Size {
  int width;
  int height;

  double pixels() const { return static_cast<double>(width) * height; }
};

/// Bytes of the source that a crop shows.
inline double crop_bytes(const CropRect& crop) {
  return crop.w * crop.h * 1.5;
}

/// Sources and outputs of one case, in the cache or not.
struct Frames {
  Nv12Frames sources;
  Nv12Frames outputs;

  Frames(bool cold, const CropRect& crop, Size out)
      : sources(cold ? cold_frames(crop_bytes(crop)) : 1, kSourceWidth, kSourceHeight),
        outputs(cold ? cold_frames(crop_bytes(crop)) : 1, out.width, out.height) {}
};

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Reading and writing together, in bytes a second: the best of many pieces, each of memory that no
/// cache has, and short enough to be copied without another program in between.
inline double memory_bandwidth() {
  static const double bandwidth = [] {
    constexpr std::size_t kPiece = std::size_t{2} << 20;
    const auto size = static_cast<std::size_t>(4 * last_cache_bytes()) / kPiece * kPiece;
    std::vector<std::uint8_t> from(size, 1);
    std::vector<std::uint8_t> to(size);
    double best = 1;
    for (std::size_t at = 0; at < size; at += kPiece) {
      const auto begin = Clock::now();
      std::memcpy(to.data() + at, from.data() + at, kPiece);
      benchmark::DoNotOptimize(to.data());
      best = std::min(best, seconds_since(begin));
    }
    return 2.0 * kPiece / best;
  }();
  return bandwidth;
}

/// Runs `frame` again and again. Besides the mean there is the best time of a frame, which other
/// programs on the machine spoil least; what is told a pixel and of the memory's bandwidth is of
/// it.
template <class Frame>
void measure(benchmark::State& state, const CropRect& crop, Size out, const Frame& frame) {
  double best = 1;
  for (auto _ : state) {
    const auto begin = Clock::now();
    frame();
    benchmark::ClobberMemory();
    best = std::min(best, seconds_since(begin));
  }
  state.counters["best_us"] = best * 1e6;
  state.counters["ns/pixel"] = best * 1e9 / out.pixels();
  state.counters["of_memory"] = (crop_bytes(crop) + 1.5 * out.pixels()) / best / memory_bandwidth();
}

}  // namespace gimbal

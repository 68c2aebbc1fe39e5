// What a frame costs on one core, beside the best peer there is, in the same run.
#include <benchmark/benchmark.h>
#include <libyuv.h>

#include "lib/pixel/rgba_to_yuv.hpp"
#include "tests/bench/nv12_frames.hpp"

namespace gimbal {
namespace {

constexpr int kOutWidth = 1280;
constexpr int kOutHeight = 720;

void convert_ours(benchmark::State& state, bool planar) {
  const auto rgba = noise(static_cast<std::size_t>(kOutWidth * kOutHeight * 4));
  Nv12 output(kOutWidth, kOutHeight);
  const ChromaOutput pairs{output.chroma(), output.chroma() + 1, kOutWidth, 2};
  const ChromaOutput planes{output.chroma(), output.chroma() + kOutWidth * kOutHeight / 4,
                            kOutWidth / 2, 1};
  const auto coefficients = yuv_coefficients(YuvMatrix::kBt709, YuvRange::kLimited);
  for (auto _ : state) {
    rgba_to_yuv420({rgba.data(), kOutWidth * 4, kOutWidth, kOutHeight},
                   {output.luma(), kOutWidth, kOutWidth, kOutHeight}, planar ? planes : pairs,
                   coefficients);
    benchmark::ClobberMemory();
  }
}

void convert_libyuv(benchmark::State& state, bool planar) {
  const auto rgba = noise(static_cast<std::size_t>(kOutWidth * kOutHeight * 4));
  Nv12 output(kOutWidth, kOutHeight);
  for (auto _ : state) {
    if (planar) {
      libyuv::ABGRToI420(rgba.data(), kOutWidth * 4, output.luma(), kOutWidth, output.chroma(),
                         kOutWidth / 2, output.chroma() + kOutWidth * kOutHeight / 4, kOutWidth / 2,
                         kOutWidth, kOutHeight);
    } else {
      libyuv::ABGRToNV12(rgba.data(), kOutWidth * 4, output.luma(), kOutWidth, output.chroma(),
                         kOutWidth, kOutWidth, kOutHeight);
    }
    benchmark::ClobberMemory();
  }
}

BENCHMARK_CAPTURE(convert_ours, NV12, false)
    ->Name("RGBA to NV12 720p/glreadback, BT.709")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(convert_libyuv, NV12, false)
    ->Name("RGBA to NV12 720p/libyuv, BT.601")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(convert_ours, I420, true)
    ->Name("RGBA to I420 720p/glreadback, BT.709")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(convert_libyuv, I420, true)
    ->Name("RGBA to I420 720p/libyuv, BT.601")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gimbal

BENCHMARK_MAIN();

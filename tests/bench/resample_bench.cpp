// What bilinear crops cost, beside libyuv and beside merely reading the pixels, in the same run:
// NV12 in 2160p. "warm" is one frame again and again, "cold" more frames than the last cache holds.
#include <benchmark/benchmark.h>
#include <libyuv.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "lib/resample/bilinear_plane.hpp"
#include "lib/resample/picture_resampler.hpp"
#include "tests/bench/crop_measure.hpp"
#include "tests/bench/nv12_frames.hpp"

namespace gimbal {
namespace {

constexpr Size k720p{1280, 720};
constexpr CropRect kCrop{1000.37, 500.81, 1920, 1080};

/// The kernel of one instruction set. `moving`: a crop with another phase each frame.
void crop_kernel(benchmark::State& state, const BilinearKernel& kernel, bool cold, bool moving) {
  Frames frames(cold, kCrop, k720p);
  BilinearPlane luma(1, {kernel});
  BilinearPlane chroma(2, {kernel});
  CropRect crop = kCrop;
  measure(state, kCrop, k720p, [&] {
    const Picture in = frames.sources.next().view();
    const MutablePicture out = frames.outputs.next().target();
    if (moving) {
      crop.x = crop.x > 1500 ? 300 : crop.x + 0.13;
    }
    const auto run = [&](BilinearPlane& plane, std::size_t i, SampleGrid h, SampleGrid v) {
      plane.prepare(axis_map(crop.x, crop.w, 0, k720p.width, h),
                    axis_map(crop.y, crop.h, 0, k720p.height, v), in.planes[i].width,
                    in.planes[i].height, out.planes[i].width, out.planes[i].height);
      plane.run(in.planes[i], out.planes[i], 0, out.planes[i].height, 0);
    };
    run(luma, 0, kLumaGrid, kLumaGrid);
    run(chroma, 1, kChromaCosited, kChromaCentered);
  });
}

PictureSetup setup_for(ResampleMethod method, int threads) {
  PictureSetup setup;
  setup.method = method;
  setup.threads = threads;
  return setup;
}

/// Whole pictures, as virtualptz has them done.
void crop_picture(benchmark::State& state, const CropRect& crop, Size size, bool cold,
                  int threads) {
  Frames frames(cold, crop, size);
  PictureResampler resampler(setup_for(ResampleMethod::kBilinear, threads));
  measure(state, crop, size, [&] {
    resampler.run(frames.sources.next().view(), frames.outputs.next().target(),
                  {crop, 0, 0, size.width, size.height});
  });
}

/// Likewise, while the camera zooms: no two frames have their tables in common.
void crop_zooming(benchmark::State& state, ResampleMethod method, bool cold) {
  Frames frames(cold, kCrop, k720p);
  PictureResampler resampler(setup_for(method, 1));
  constexpr double kGrowth = 1.003;
  double scale = 1;
  measure(state, kCrop, k720p, [&] {
    scale = scale < 1.1 ? scale * kGrowth : 0.9;
    resampler.run(
        frames.sources.next().view(), frames.outputs.next().target(),
        {{kCrop.x, kCrop.y, kCrop.w * scale, kCrop.h * scale}, 0, 0, k720p.width, k720p.height});
  });
}

void crop_libyuv(benchmark::State& state, bool cold) {
  Frames frames(cold, kCrop, k720p);
  constexpr int kLeft = static_cast<int>(kCrop.x);
  constexpr int kTop = static_cast<int>(kCrop.y);
  measure(state, kCrop, k720p, [&] {
    Nv12& in = frames.sources.next();
    Nv12& out = frames.outputs.next();
    libyuv::NV12Scale(in.luma() + kTop * in.width + kLeft, in.width,
                      in.chroma() + kTop / 2 * in.width + kLeft, in.width,
                      static_cast<int>(kCrop.w), static_cast<int>(kCrop.h), out.luma(), out.width,
                      out.chroma(), out.width, out.width, out.height, libyuv::kFilterBilinear);
  });
}

std::uint64_t read_rows(const std::uint8_t* rows, int stride, int bytes, int count) {
  std::uint64_t sum = 0;
  for (int y = 0; y < count; ++y) {
    const std::uint8_t* row = rows + y * stride;
    for (int i = 0; i + 8 <= bytes; i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, row + i, sizeof word);
      sum += word;
    }
  }
  return sum;
}

void read_crop(benchmark::State& state, bool cold) {
  Frames frames(cold, kCrop, k720p);
  constexpr int kLeft = static_cast<int>(kCrop.x);
  constexpr int kTop = static_cast<int>(kCrop.y);
  constexpr int kBytes = static_cast<int>(kCrop.w);
  constexpr int kRows = static_cast<int>(kCrop.h);
  measure(state, kCrop, k720p, [&] {
    Nv12& in = frames.sources.next();
    benchmark::DoNotOptimize(
        read_rows(in.luma() + kTop * in.width + kLeft, in.width, kBytes, kRows) +
        read_rows(in.chroma() + kTop / 2 * in.width + kLeft, in.width, kBytes, kRows / 2));
  });
}

template <class Function>
void add(const std::string& name, const Function& function) {
  benchmark::RegisterBenchmark(name.c_str(), function)
      ->Unit(benchmark::kMicrosecond)
      ->UseRealTime();
}

void add_peers() {
  for (const bool cold : {false, true}) {
    const std::string name = std::string("crop 1920x1080 to 720p, ") + (cold ? "cold/" : "warm/");
    add(name + "reading it", [=](auto& state) { read_crop(state, cold); });
    for (const BilinearKernel& kernel : bilinear_kernels()) {
      add(name + kernel.instructions,
          [=](auto& state) { crop_kernel(state, kernel, cold, false); });
    }
    add(name + "best, new phase each frame",
        [=](auto& state) { crop_kernel(state, bilinear_kernels().front(), cold, true); });
    for (const auto& [filter, method] :
         {std::pair{"bilinear", ResampleMethod::kBilinear}, {"auto", ResampleMethod::kAuto}}) {
      add(name + "picture, " + filter + ", new size each frame",
          [=, method = method](auto& state) { crop_zooming(state, method, cold); });
    }
    add(name + "libyuv, whole pixels", [=](auto& state) { crop_libyuv(state, cold); });
    for (const int threads : {1, 2}) {
      add(name + "picture, threads " + std::to_string(threads),
          [=](auto& state) { crop_picture(state, kCrop, k720p, cold, threads); });
    }
  }
}

void add_other_scales() {
  const struct {
    const char* name;
    CropRect crop;
    Size out;
  } cases[] = {
      {"1:1, 1280x720, fractional", {1000.37, 500.81, 1280, 720}, k720p},
      {"1:1, 1280x720, whole pixels", {1000, 500, 1280, 720}, k720p},
      {"480x270 to 720p", {1000.37, 500.81, 480, 270}, k720p},
      {"2160p to 720p", {0, 0, kSourceWidth, kSourceHeight}, k720p},
  };
  for (const auto& c : cases) {
    add(std::string(c.name) + "/warm",
        [=](auto& state) { crop_picture(state, c.crop, c.out, false, 1); });
    add(std::string(c.name) + "/cold",
        [=](auto& state) { crop_picture(state, c.crop, c.out, true, 1); });
  }
}

/// A table: nanoseconds a pixel.
void add_zooms() {
  for (const Size out : {k720p, Size{1920, 1080}, Size{3840, 2160}}) {
    for (const double zoom : {1.0, 1.5, 2.0, 4.0, 8.0}) {
      const CropRect crop{kSourceWidth * (1 - 1 / zoom) * 0.4, kSourceHeight * (1 - 1 / zoom) * 0.4,
                          kSourceWidth / zoom, kSourceHeight / zoom};
      char name[64];
      std::snprintf(name, sizeof name, "zoom %.1f to %dx%d/cold", zoom, out.width, out.height);
      add(name, [=](auto& state) { crop_picture(state, crop, out, true, 1); });
    }
  }
}

void add_context() {
  const auto say = [](const char* key, double value, const char* unit) {
    benchmark::AddCustomContext(key, std::to_string(std::lround(value)) + " " + unit);
  };
  say("last cache", last_cache_bytes() / (1 << 20), "MiB");
  say("memory, reading and writing", memory_bandwidth() / 1e9, "GB/s");
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  gimbal::add_context();
  gimbal::add_peers();
  gimbal::add_other_scales();
  gimbal::add_zooms();
  benchmark::RunSpecifiedBenchmarks();
}

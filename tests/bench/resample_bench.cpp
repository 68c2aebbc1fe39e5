// What virtualptz's resampling costs, beside libyuv and beside merely reading the pixels that are
// shown, in the same run. NV12; one thread unless said.
#include <benchmark/benchmark.h>
#include <libyuv.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "lib/resample/bilinear_plane.hpp"

namespace gimbal {
namespace {

constexpr int kSourceWidth = 3840;
constexpr int kSourceHeight = 2160;
constexpr int kOutWidth = 1280;
constexpr int kOutHeight = 720;

std::vector<std::uint8_t> noise(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::uint32_t state = 1;
  for (auto& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return bytes;
}

/// A picture in NV12 with its planes one behind the other.
struct Nv12 {
  int width;
  int height;
  std::vector<std::uint8_t> bytes;

  Nv12(int w, int h) : width(w), height(h), bytes(noise(static_cast<std::size_t>(w * h * 3 / 2))) {}
  std::uint8_t* luma() { return bytes.data(); }
  std::uint8_t* chroma() { return bytes.data() + width * height; }
};

/// Frames used in turn: one, which stays in the cache, or more than it holds.
template <class Picture>
class Frames {
 public:
  Frames(int count, int width, int height) {
    for (int i = 0; i < count; ++i) {
      pictures_.push_back(std::make_unique<Picture>(width, height));
    }
  }
  Picture& next() {
    at_ = (at_ + 1) % pictures_.size();
    return *pictures_[at_];
  }

 private:
  std::vector<std::unique_ptr<Picture>> pictures_;
  std::size_t at_ = 0;
};

struct Crop {
  double x;
  double y;
  double width;
  double height;
};

constexpr Crop kCrop{1000.37, 500.81, 1920, 1080};

/// 16 frames of 2160p are 199 MB, their crops 50 MB.
constexpr int kColdFrames = 16;

void crop_ours(benchmark::State& state, const BilinearKernel& kernel, int frames, bool moving) {
  Frames<Nv12> sources(frames, kSourceWidth, kSourceHeight);
  Frames<Nv12> outputs(frames, kOutWidth, kOutHeight);
  const std::vector<BilinearKernel> kernels{kernel};
  BilinearPlane luma(1, kernels);
  BilinearPlane chroma(2, kernels);
  Crop crop = kCrop;
  for (auto _ : state) {
    Nv12& in = sources.next();
    Nv12& out = outputs.next();
    crop.x = moving ? crop.x + 0.13 : crop.x;
    crop.x = crop.x > 1500 ? 300 : crop.x;
    luma.prepare(axis_map(crop.x, crop.width, 0, kOutWidth, kLumaGrid),
                 axis_map(crop.y, crop.height, 0, kOutHeight, kLumaGrid), in.width, in.height,
                 out.width, out.height);
    luma.run({in.luma(), in.width, in.width, in.height},
             {out.luma(), out.width, out.width, out.height}, 0, out.height, 0);
    chroma.prepare(axis_map(crop.x, crop.width, 0, kOutWidth, kChromaCosited),
                   axis_map(crop.y, crop.height, 0, kOutHeight, kChromaCentered), in.width / 2,
                   in.height / 2, out.width / 2, out.height / 2);
    chroma.run({in.chroma(), in.width, in.width / 2, in.height / 2},
               {out.chroma(), out.width, out.width / 2, out.height / 2}, 0, out.height / 2, 0);
    benchmark::ClobberMemory();
  }
}

void crop_libyuv(benchmark::State& state, int frames) {
  Frames<Nv12> sources(frames, kSourceWidth, kSourceHeight);
  Frames<Nv12> outputs(frames, kOutWidth, kOutHeight);
  constexpr int kLeft = 1000;
  constexpr int kTop = 500;
  for (auto _ : state) {
    Nv12& in = sources.next();
    Nv12& out = outputs.next();
    libyuv::NV12Scale(
        in.luma() + kTop * in.width + kLeft, in.width, in.chroma() + kTop / 2 * in.width + kLeft,
        in.width, static_cast<int>(kCrop.width), static_cast<int>(kCrop.height), out.luma(),
        out.width, out.chroma(), out.width, out.width, out.height, libyuv::kFilterBilinear);
    benchmark::ClobberMemory();
  }
}

std::uint64_t read_row(const std::uint8_t* row, int bytes) {
  std::uint64_t sum = 0;
  for (int i = 0; i + 8 <= bytes; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, row + i, sizeof word);
    sum += word;
  }
  return sum;
}

void read_crop(benchmark::State& state, int frames) {
  Frames<Nv12> sources(frames, kSourceWidth, kSourceHeight);
  constexpr int kLeft = 1000;
  constexpr int kTop = 500;
  constexpr int kBytes = static_cast<int>(kCrop.width);
  constexpr int kRows = static_cast<int>(kCrop.height);
  for (auto _ : state) {
    Nv12& in = sources.next();
    std::uint64_t sum = 0;
    for (int y = 0; y < kRows; ++y) {
      sum += read_row(in.luma() + (kTop + y) * in.width + kLeft, kBytes);
    }
    for (int y = 0; y < kRows / 2; ++y) {
      sum += read_row(in.chroma() + (kTop / 2 + y) * in.width + kLeft, kBytes);
    }
    benchmark::DoNotOptimize(sum);
  }
}

void register_all() {
  for (const int frames : {1, kColdFrames}) {
    const std::string what = std::string("crop/") + (frames == 1 ? "same/" : "cold/");
    for (const BilinearKernel& kernel : bilinear_kernels()) {
      benchmark::RegisterBenchmark(
          (what + kernel.instructions).c_str(),
          [=](benchmark::State& state) { crop_ours(state, kernel, frames, false); })
          ->Unit(benchmark::kMillisecond);
      benchmark::RegisterBenchmark(
          (what + "moving/" + kernel.instructions).c_str(),
          [=](benchmark::State& state) { crop_ours(state, kernel, frames, true); })
          ->Unit(benchmark::kMillisecond);
    }
    benchmark::RegisterBenchmark((what + "libyuv").c_str(), [=](benchmark::State& state) {
      crop_libyuv(state, frames);
    })->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark((what + "read").c_str(), [=](benchmark::State& state) {
      read_crop(state, frames);
    })->Unit(benchmark::kMillisecond);
  }
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  gimbal::register_all();
  benchmark::RunSpecifiedBenchmarks();
}

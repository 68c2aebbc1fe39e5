// What bicubic, Lanczos and `auto` cost on one core for NV12, beside libyuv and FFmpeg's libswscale
// in the same run, with each set of instructions.
#include <benchmark/benchmark.h>
#include <libyuv.h>
extern "C" {
#include <libswscale/swscale.h>
}

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/resample/filtered_plane.hpp"

namespace gimbal {
namespace {

constexpr int kSourceWidth = 3840;
constexpr int kSourceHeight = 2160;
constexpr int kOutWidth = 1280;
constexpr int kOutHeight = 720;
/// Many enough that none is in a cache when its turn comes.
constexpr std::size_t kColdFrames = 8;

struct Nv12 {
  int width;
  int height;
  std::vector<std::uint8_t> bytes;

  Nv12(int w, int h) : width(w), height(h), bytes(static_cast<std::size_t>(w * h * 3 / 2)) {
    std::uint32_t state = 1;
    for (auto& byte : bytes) {
      state = state * 1664525 + 1013904223;
      byte = static_cast<std::uint8_t>(state >> 24);
    }
  }
  std::uint8_t* luma() { return bytes.data(); }
  std::uint8_t* chroma() { return bytes.data() + width * height; }
};

/// What part of the source is shown, in whole pixels; ours is shifted by a fraction more.
struct Crop {
  int x;
  int y;
  int width;
  int height;
};
constexpr Crop kHd{1000, 500, 1920, 1080};
constexpr Crop kAll{0, 0, kSourceWidth, kSourceHeight};

using Resample = std::function<void(Nv12& from, Nv12& to)>;

/// Runs it on one frame again and again, or on frames that are in no cache.
void measure(benchmark::State& state, bool cold, const Resample& resample) {
  std::vector<Nv12> frames(cold ? kColdFrames : 1, Nv12(kSourceWidth, kSourceHeight));
  Nv12 out(kOutWidth, kOutHeight);
  std::size_t next = 0;
  for (auto _ : state) {
    resample(frames[next], out);
    next = (next + 1) % frames.size();
    benchmark::ClobberMemory();
  }
}

class Ours {
 public:
  Ours(const FilterKernels& kernels, ResampleMethod method, Crop crop)
      : luma_({1, 1}, method, 1, kernels), chroma_({1, 2}, method, 1, kernels), crop_(crop) {}

  /// Every frame has other tables, as when the camera pans.
  void run(Nv12& from, Nv12& to) {
    moved_ = moved_ < 0.9 ? moved_ + 0.0371 : 0;
    const double shift = crop_.width < kSourceWidth ? moved_ : 0;
    const auto map = [&](double origin, double size, int out, SampleGrid grid) {
      return axis_map(origin + shift, size, 0, out, grid);
    };
    luma_.prepare(map(crop_.x, crop_.width, kOutWidth, kLumaGrid),
                  map(crop_.y, crop_.height, kOutHeight, kLumaGrid), kSourceWidth, kSourceHeight,
                  kOutWidth, kOutHeight);
    luma_.run({from.luma(), kSourceWidth, kSourceWidth, kSourceHeight},
              {to.luma(), kOutWidth, kOutWidth, kOutHeight}, 0, kOutHeight, 0);
    chroma_.prepare(map(crop_.x, crop_.width, kOutWidth, kChromaCosited),
                    map(crop_.y, crop_.height, kOutHeight, kChromaCentered), kSourceWidth / 2,
                    kSourceHeight / 2, kOutWidth / 2, kOutHeight / 2);
    chroma_.run({from.chroma(), kSourceWidth, kSourceWidth / 2, kSourceHeight / 2},
                {to.chroma(), kOutWidth, kOutWidth / 2, kOutHeight / 2}, 0, kOutHeight / 2, 0);
  }

 private:
  FilteredPlane luma_;
  FilteredPlane chroma_;
  Crop crop_;
  double moved_ = 0;
};

void box_of_libyuv(Nv12& from, Nv12& to) {
  libyuv::NV12Scale(from.luma(), kSourceWidth, from.chroma(), kSourceWidth, kSourceWidth,
                    kSourceHeight, to.luma(), kOutWidth, to.chroma(), kOutWidth, kOutWidth,
                    kOutHeight, libyuv::kFilterBox);
}

class Swscale {
 public:
  Swscale(int flags, Crop crop)
      : context_(sws_getContext(crop.width, crop.height, AV_PIX_FMT_NV12, kOutWidth, kOutHeight,
                                AV_PIX_FMT_NV12, flags, nullptr, nullptr, nullptr),
                 sws_freeContext),
        crop_(crop) {}

  void run(Nv12& from, Nv12& to) {
    const std::array<const std::uint8_t*, 4> in = {
        from.luma() + crop_.y * kSourceWidth + crop_.x,
        from.chroma() + crop_.y / 2 * kSourceWidth + crop_.x};
    const std::array<std::uint8_t*, 4> out = {to.luma(), to.chroma()};
    const std::array<int, 4> in_strides = {kSourceWidth, kSourceWidth};
    const std::array<int, 4> out_strides = {kOutWidth, kOutWidth};
    sws_scale(context_.get(), in.data(), in_strides.data(), 0, crop_.height, out.data(),
              out_strides.data());
  }

 private:
  std::unique_ptr<SwsContext, void (*)(SwsContext*)> context_;
  Crop crop_;
};

void add(const std::string& name, const Resample& resample) {
  for (const bool cold : {true, false}) {
    benchmark::RegisterBenchmark((name + (cold ? "/cold" : "/warm")).c_str(),
                                 [=](benchmark::State& state) { measure(state, cold, resample); })
        ->Unit(benchmark::kMillisecond);
  }
}

void add_ours(const std::string& name, ResampleMethod method, Crop crop) {
  for (const FilterKernels& kernels : filter_kernels()) {
    const auto ours = std::make_shared<Ours>(kernels, method, crop);
    add(name + "/virtualptz " + kernels.instructions,
        [=](Nv12& from, Nv12& to) { ours->run(from, to); });
  }
}

void add_swscale(const std::string& name, int flags, Crop crop) {
  const auto swscale = std::make_shared<Swscale>(flags, crop);
  add(name, [=](Nv12& from, Nv12& to) { swscale->run(from, to); });
}

void add_all() {
  const std::string smaller = "2160p to 720p";
  add_ours(smaller + "/auto", ResampleMethod::kAuto, kAll);
  add(smaller + "/libyuv box", box_of_libyuv);
  add_swscale(smaller + "/libswscale area", SWS_AREA, kAll);
  const std::string crop = "crop 1920x1080 to 720p";
  add_ours(crop + "/bicubic", ResampleMethod::kBicubic, kHd);
  add_swscale(crop + "/libswscale bicubic", SWS_BICUBIC, kHd);
  add_ours(crop + "/auto", ResampleMethod::kAuto, kHd);
  add_ours(crop + "/lanczos", ResampleMethod::kLanczos, kHd);
  add_swscale(crop + "/libswscale lanczos", SWS_LANCZOS, kHd);
  const std::string larger = "crop 960x540 to 720p";
  constexpr Crop kQuarter{1000, 500, 960, 540};
  add_ours(larger + "/bicubic", ResampleMethod::kBicubic, kQuarter);
  add_swscale(larger + "/libswscale bicubic", SWS_BICUBIC, kQuarter);
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  gimbal::add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

// What a frame of scenesrc costs on one core, beside drawing in RGBA and converting with libyuv.
#include <benchmark/benchmark.h>
#include <libyuv.h>

#include <array>
#include <bit>
#include <vector>

#include "lib/scene/yuv_rect_painter.hpp"

namespace gimbal {
namespace {

constexpr int kWidth = 1280;
constexpr int kHeight = 720;
constexpr int kChromaWidth = kWidth / 2;
constexpr int kChromaHeight = kHeight / 2;

/// I420 with its planes one behind the other.
struct I420 {
  std::vector<std::uint8_t> bytes =
      std::vector<std::uint8_t>(static_cast<std::size_t>(kWidth * kHeight * 3 / 2));
  std::uint8_t* luma() { return bytes.data(); }
  std::uint8_t* u() { return bytes.data() + kWidth * kHeight; }
  std::uint8_t* v() { return u() + kChromaWidth * kChromaHeight; }
};

void scene_ours(benchmark::State& state, Scene scene) {
  I420 out;
  YuvRectPainter painter;
  const auto coefficients = yuv_coefficients(YuvMatrix::kBt709, YuvRange::kLimited);
  double seconds = 0;
  for (auto _ : state) {
    painter.paint(draw_scene(scene, seconds, kWidth, kHeight),
                  {out.luma(), kWidth, kWidth, kHeight}, {out.u(), out.v(), kChromaWidth, 1},
                  coefficients);
    seconds += 1.0 / 30;
  }
}

void scene_rgba_and_libyuv(benchmark::State& state, Scene scene) {
  I420 out;
  std::vector<std::uint32_t> rgba(static_cast<std::size_t>(kWidth * kHeight));
  double seconds = 0;
  for (auto _ : state) {
    for (const Rect& rect : draw_scene(scene, seconds, kWidth, kHeight)) {
      const std::array<std::uint8_t, 4> color{rect.color.r, rect.color.g, rect.color.b, 255};
      for (int y = rect.y; y < rect.y + rect.h; ++y) {
        std::fill_n(rgba.data() + y * kWidth + rect.x, rect.w, std::bit_cast<std::uint32_t>(color));
      }
    }
    libyuv::ABGRToI420(reinterpret_cast<const std::uint8_t*>(rgba.data()), 4 * kWidth, out.luma(),
                       kWidth, out.u(), kChromaWidth, out.v(), kChromaWidth, kWidth, kHeight);
    seconds += 1.0 / 30;
  }
}

BENCHMARK_CAPTURE(scene_ours, bars, Scene::kBars)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scene_rgba_and_libyuv, bars, Scene::kBars)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scene_ours, court, Scene::kCourt)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scene_rgba_and_libyuv, court, Scene::kCourt)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gimbal

BENCHMARK_MAIN();

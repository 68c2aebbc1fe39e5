// CPU time of a frame through the whole of virtualptz, beside what GStreamer and FFmpeg have for
// the same job, in the same run: 1920x1080 out of 3840x2160 NV12 to 1280x720, one thread; every
// frame from memory that no cache holds, and one frame again and again.
#include <gst/gst.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/cpu_seconds.hpp"
#include "tests/bench/frame_ring.hpp"
#include "tests/bench/frame_way.hpp"

namespace gimbal {
namespace {

constexpr int kRounds = 9;

/// One way, timed in rounds that take turns with those of the others.
class Timed {
 public:
  Timed(std::string name, std::unique_ptr<FrameWay> way, int frames)
      : name_(std::move(name)), way_(std::move(way)), frames_(frames) {}

  void run_round() {
    const double began = cpu_seconds();
    for (int i = 0; i < frames_; ++i) {
      way_->take(number_++);
    }
    rounds_.push_back(1000 * (cpu_seconds() - began) / frames_);
  }
  void forget() { rounds_.clear(); }

  const std::string& name() const { return name_; }
  /// Milliseconds of CPU a frame.
  double median() const {
    auto sorted = rounds_;
    std::ranges::sort(sorted);
    return sorted[sorted.size() / 2];
  }

 private:
  std::string name_;
  std::unique_ptr<FrameWay> way_;
  int frames_;
  std::int64_t number_ = 0;
  std::vector<double> rounds_;
};

void print(const Timed& ours, const Timed& peer, std::optional<double> goal) {
  const double ratio = ours.median() / peer.median();
  std::printf("%-28s %7.3f ms  %-46s %7.3f ms %6.3fx", ours.name().c_str(), ours.median(),
              peer.name().c_str(), peer.median(), ratio);
  if (goal) {
    std::printf("  goal %.2fx %s", *goal, ratio <= *goal ? "met" : "MISSED");
  }
  std::printf("\n");
}

int run() {
  FrameRing ring;
  FrameRing cached(1);
  const std::string camera =
      "virtualptz n-threads=1 zoom=2 center-x=0.5103 center-y=0.4817 method=";
  const std::string crop = "crop=1920:1080:1000:500,scale=1280:720:flags=";
  enum Row {
    kBilinear,
    kMoving,
    kBicubic,
    kVideoscale,
    kFfmpegBilinear,
    kFfmpegBicubic,
    kCached,
    kCachedVideoscale,
    kCachedFfmpeg
  };
  std::vector<Timed> ways;
  ways.emplace_back("bilinear", gstreamer_way(ring, camera + "bilinear"), 96);
  ways.emplace_back("bilinear, moving", moving_way(ring, camera + "bilinear"), 96);
  ways.emplace_back("bicubic", gstreamer_way(ring, camera + "bicubic"), 96);
  const std::string scaled =
      "videocrop left=1000 top=500 right=920 bottom=580 ! videoscale n-threads=1";
  ways.emplace_back("videocrop ! videoscale", gstreamer_way(ring, scaled), 32);
  ways.emplace_back("FFmpeg crop,scale=flags=bilinear", ffmpeg_way(ring, crop + "bilinear"), 32);
  ways.emplace_back("FFmpeg crop,scale=flags=bicubic", ffmpeg_way(ring, crop + "bicubic"), 32);
  ways.emplace_back("bilinear, cached", gstreamer_way(cached, camera + "bilinear"), 96);
  ways.emplace_back("videocrop ! videoscale, cached", gstreamer_way(cached, scaled), 32);
  ways.emplace_back("FFmpeg crop,scale=flags=bilinear, cached",
                    ffmpeg_way(cached, crop + "bilinear"), 32);

  for (int round = -1; round < kRounds; ++round) {
    for (Timed& way : ways) {
      way.run_round();
      if (round < 0) {  // that one was to warm up
        way.forget();
      }
    }
  }
  std::printf("virtualptz, CPU a frame, 1920x1080 of 2160p NV12 to 720p, one thread, medians\n");
  print(ways[kBilinear], ways[kVideoscale], 0.10);
  print(ways[kBilinear], ways[kFfmpegBilinear], 0.10);
  print(ways[kCached], ways[kCachedVideoscale], 0.10);
  print(ways[kCached], ways[kCachedFfmpeg], 0.10);
  print(ways[kMoving], ways[kFfmpegBilinear], std::nullopt);
  print(ways[kBicubic], ways[kFfmpegBicubic], 0.20);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  gst_init(&argc, &argv);
  try {
    return gimbal::run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "element_bench: %s\n", error.what());
    return EXIT_FAILURE;
  }
}

// What the camera costs for each frame on one core: at rest, after a detector's aims, and after the
// boxes of everybody on the court.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "lib/camera/virtual_camera.hpp"
#include "tests/camera/box_detector.hpp"
#include "tests/camera/traces.hpp"

namespace gimbal {
namespace {

constexpr double kFrameRate = 30;
constexpr std::uint64_t kSeed = 101;

using Records = std::vector<LateRecord>;

/// Eleven boxes, 15 times a second.
Records boxes() {
  return court_records(court_trace(kSeed), {}, kSeed);
}

/// A place alone, where the detector wants the crop.
Records aims() {
  Records records;
  const Trace trace = court_trace(kSeed);
  for (const LateAim& late : detections(trace, {}, kSeed)) {
    LateRecord& added = records.emplace_back();
    added.arrival = late.arrival;
    added.record.timestamp = late.aim.time;
    added.record.target_x = late.aim.center_x;
    added.record.target_y = late.aim.center_y;
  }
  return records;
}

/// A camera and the detections that it gets, which begin anew after two minutes.
class Stream {
 public:
  Stream(Records records, double lookahead) : records_(std::move(records)), lookahead_(lookahead) {
    CameraSettings settings;
    settings.mode = CameraMode::kFollow;
    settings.home.zoom = 2;
    settings.follow.lookahead = lookahead;
    camera_.configure(settings);
  }

  Shot frame() {
    const double time = ++number_ / kFrameRate;
    while (!records_.empty() && began_ + records_[next_].arrival <= time + lookahead_) {
      const LateRecord& late = records_[next_];
      camera_.observe(late.record, began_ + late.record.timestamp.value_or(0),
                      began_ + late.arrival);
      next_ = (next_ + 1) % records_.size();
      began_ += next_ == 0 ? late.arrival : 0;
    }
    return camera_.advance(time);
  }

 private:
  VirtualCamera camera_;
  Records records_;
  double lookahead_;
  std::size_t next_ = 0;
  double began_ = 0;  // when the first of the records was seen
  int number_ = 0;
};

void camera_frame(benchmark::State& state, Records (*records)(), double lookahead) {
  Stream stream(records == nullptr ? Records() : records(), lookahead);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(stream.frame());
  }
}

BENCHMARK_CAPTURE(camera_frame, no_records, nullptr, 0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(camera_frame, aims, aims, 0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(camera_frame, aims_lookahead, aims, 0.5)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(camera_frame, boxes, boxes, 0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(camera_frame, boxes_lookahead, boxes, 0.5)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace gimbal

BENCHMARK_MAIN();

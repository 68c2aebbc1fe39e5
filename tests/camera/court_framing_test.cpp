// How far a court's aims are from the truth before the camera smooths them: framing must cost
// neither place nor time.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "lib/camera/framer.hpp"
#include "tests/camera/box_detector.hpp"
#include "tests/camera/metrics.hpp"
#include "tests/camera/traces.hpp"

namespace gimbal {
namespace {

constexpr std::uint64_t kFirstSeed = 301;  // nothing was tuned on these
constexpr std::uint64_t kLastSeed = 308;

/// A camera that is exactly where each aim is, until the next one.
std::vector<ShownFrame> shown_by_aims(const Trace& trace, const DetectorNoise& noise,
                                      std::uint64_t seed) {
  FramingBounds bounds;
  bounds.set_limits(trace.zoom, trace.zoom, {});
  const TruePlace start = trace.place(0);
  Framing shown{start.x, start.y, trace.zoom};
  Framer framer;
  std::vector<ShownFrame> frames;
  for (const LateRecord& late : court_records(trace, noise, seed)) {
    const double time = late.record.timestamp.value_or(0);
    if (const auto aim = framer.aim(late.record, time, bounds, shown)) {
      shown = bounds.clamp({aim->center_x, aim->center_y, trace.zoom});
    }
    frames.push_back({time, shown.center_x, shown.center_y, trace.crop_width()});
  }
  return frames;
}

TEST(CourtFraming, AimsAreNearTheTruthAndInTime) {
  DetectorNoise noise;
  noise.dropout_every = 0;  // a path with even steps
  double lag = 0;
  for (std::uint64_t seed = kFirstSeed; seed <= kLastSeed; ++seed) {
    const Trace trace = court_trace(seed);
    const PathMetrics metrics = measure(shown_by_aims(trace, noise, seed), trace);
    std::printf("seed %d: offset %.4f cw RMS, lag %.4f s\n", static_cast<int>(seed), metrics.offset,
                metrics.lag);
    EXPECT_LT(metrics.offset, 0.015);  // one box alone is that far off
    EXPECT_LT(std::fabs(metrics.lag), 1.0 / noise.rate);
    lag += metrics.lag / static_cast<double>(kLastSeed - kFirstSeed + 1);
  }
  EXPECT_LT(std::fabs(lag), 0.02);
}

}  // namespace
}  // namespace gimbal

// The whole camera's path is the same at any frame rate, also with records that come late.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "lib/camera/virtual_camera.hpp"
#include "tests/camera/simulation.hpp"

namespace gimbal {
namespace {

struct Case {
  const char* name;
  double lookahead;
  double latency;
};

TrackingRecord record_of(const Aim& aim) {
  TrackingRecord record;
  record.target_x = std::clamp(aim.center_x, 0.0, 1.0);
  record.target_y = std::clamp(aim.center_y, 0.0, 1.0);
  return record;
}

/// As an element does it: each record before the first frame that comes in after it.
std::vector<ShownFrame> film(const Trace& trace, const std::vector<LateAim>& aims, double lookahead,
                             const std::vector<double>& times) {
  VirtualCamera camera;
  const TruePlace start = trace.place(0);
  CameraSettings settings;
  settings.mode = CameraMode::kFollow;
  settings.home = {start.x, start.y, trace.zoom};
  settings.follow.lookahead = lookahead;
  EXPECT_EQ(camera.configure(settings), "");
  std::vector<ShownFrame> frames;
  std::size_t next = 0;
  for (const double time : times) {
    for (; next < aims.size() && aims[next].arrival <= time + lookahead; ++next) {
      const LateAim& late = aims[next];
      EXPECT_EQ(camera.observe(record_of(late.aim), late.aim.time, late.arrival), "");
    }
    const Framing framing = camera.advance(time).framing;
    frames.push_back({time, framing.center_x, framing.center_y, 1 / framing.zoom});
  }
  return frames;
}

class CameraRates : public testing::TestWithParam<Case> {};

TEST_P(CameraRates, ThePathDoesNotDependOnTheFrameRate) {
  constexpr double kDense = 240;  // frames a second
  constexpr double kSame = 0.01;  // crop widths
  const Case& param = GetParam();
  const Trace trace = basketball_trace(1);
  DetectorNoise noise;
  noise.latency = param.latency;
  const auto aims = detections(trace, noise, 1);
  const auto dense = film(trace, aims, param.lookahead, even_times(trace.seconds, kDense));
  const std::vector<std::vector<double>> clocks{
      even_times(trace.seconds, 24), even_times(trace.seconds, 30),
      even_times(trace.seconds, 60000.0 / 1001), uneven_times(trace.seconds, 30, 1)};
  for (const auto& times : clocks) {
    double most = 0;
    for (const ShownFrame& frame : film(trace, aims, param.lookahead, times)) {
      const double at = frame.time * kDense;
      const auto i = std::min(static_cast<std::size_t>(at), dense.size() - 2);
      const double part = at - static_cast<double>(i);
      const double x = dense[i].x + part * (dense[i + 1].x - dense[i].x);
      const double y = dense[i].y + part * (dense[i + 1].y - dense[i].y);
      most = std::max(most, std::hypot((frame.x - x) / trace.crop_width(),
                                       (frame.y - y) / trace.crop_width_down()));
    }
    std::printf("%zu frames: %.4f cw from the path at 240 frames/s\n", times.size(), most);
    EXPECT_LE(most, kSame);
  }
}

INSTANTIATE_TEST_SUITE_P(, CameraRates,
                         testing::Values(Case{"Live", 0, 0.1}, Case{"LiveAndLate", 0, 0.25},
                                         Case{"Lookahead", 0.5, 0.1},
                                         Case{"LookaheadAndLate", 0.5, 0.3}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace gimbal

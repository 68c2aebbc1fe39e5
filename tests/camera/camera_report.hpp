// What cameras are judged by, side by side: means over simulated games, as a table.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "lib/camera/follow_settings.hpp"
#include "tests/camera/detector_noise.hpp"
#include "tests/camera/metrics.hpp"
#include "tests/camera/traces.hpp"

namespace gimbal {

/// Films a trace: what it shows at those times, of what a detector has seen.
using Camera = std::function<std::vector<ShownFrame>(
    const Trace& trace, const std::vector<LateAim>& aims, const std::vector<double>& times)>;

/// Ours. A profile goes with its own settings, or with some of them changed.
Camera following(const FollowSettings& settings);

/// A simulated game and what a detector sees of it.
struct Match {
  Trace trace;
  std::vector<LateAim> aims;
};

/// Eight, on which no settings were searched.
std::vector<Match> matches(Trace (*make)(std::uint64_t seed));

/// Means over the matches, at 30 frames a second.
PathMetrics mean_metrics(const Camera& camera, const std::vector<Match>& matches);

/// Mean overshoot of a hard move of 0.83 crop widths in 1.6 s, as a share of the way.
double mean_overshoot(const Camera& camera);

/// Frames, of eight times 120 s, that move though the target stands still and detections only
/// scatter.
int frames_moving_at_rest(const Camera& camera);

/// One row of the table below, measured and printed.
struct CameraReport {
  PathMetrics path;
  double overshoot = 0;
  int moving_at_rest = 0;
};

void print_report_header(const char* title);
CameraReport print_report(const char* name, const Camera& camera,
                          const std::vector<Match>& matches);

}  // namespace gimbal

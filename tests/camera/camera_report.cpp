#include "tests/camera/camera_report.hpp"

#include <cstdio>

#include "tests/camera/simulation.hpp"

namespace gimbal {

namespace {

constexpr std::uint64_t kFirstSeed = 401;
constexpr std::uint64_t kSeeds = 8;
constexpr double kFrameRate = 30;

/// The mean of `measured` over the seeds.
template <typename Measure>
double mean_of_seeds(const Measure& measured) {
  double sum = 0;
  for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + kSeeds; ++seed) {
    sum += measured(seed);
  }
  return sum / static_cast<double>(kSeeds);
}

std::vector<ShownFrame> film(const Camera& camera, const Trace& trace, const DetectorNoise& noise,
                             std::uint64_t seed) {
  return camera(trace, detections(trace, noise, seed), even_times(trace.seconds, kFrameRate));
}

/// How many decimals show three digits of it.
int decimals(double value) {
  return value < 10 ? 2 : value < 100 ? 1 : 0;
}

}  // namespace

Camera following(const FollowSettings& settings) {
  return [settings](const Trace& trace, const std::vector<LateAim>& aims,
                    const std::vector<double>& times) {
    return simulate(trace, aims, settings, times);
  };
}

std::vector<Match> matches(Trace (*make)(std::uint64_t seed)) {
  std::vector<Match> made;
  made.reserve(kSeeds);
  for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + kSeeds; ++seed) {
    const Trace trace = make(seed);
    made.push_back({trace, detections(trace, {}, seed)});
  }
  return made;
}

PathMetrics mean_metrics(const Camera& camera, const std::vector<Match>& matches) {
  std::vector<PathMetrics> games;
  games.reserve(matches.size());
  for (const auto& [trace, aims] : matches) {
    games.push_back(measure(camera(trace, aims, even_times(trace.seconds, kFrameRate)), trace));
  }
  const auto mean = [&](double PathMetrics::*metric) {
    double sum = 0;
    for (const PathMetrics& metrics : games) {
      sum += metrics.*metric;
    }
    return sum / static_cast<double>(games.size());
  };
  return {.jerk = mean(&PathMetrics::jerk),
          .accel = mean(&PathMetrics::accel),
          .reversals = mean(&PathMetrics::reversals),
          .in_frame = mean(&PathMetrics::in_frame),
          .central = mean(&PathMetrics::central),
          .offset = mean(&PathMetrics::offset),
          .lag = mean(&PathMetrics::lag)};
}

double mean_overshoot(const Camera& camera) {
  const Trace trace = step_trace(0.83, 1.6);
  DetectorNoise noise;
  noise.dropout_every = 0;
  return mean_of_seeds(
      [&](std::uint64_t seed) { return overshoot(film(camera, trace, noise, seed), trace); });
}

int frames_moving_at_rest(const Camera& camera) {
  const Trace trace = still_trace(120);
  DetectorNoise scatter = DetectorNoise::none();
  scatter.scatter = DetectorNoise().scatter;
  int moving = 0;
  for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + kSeeds; ++seed) {
    moving += measure(film(camera, trace, scatter, seed), trace, 0).moving;
  }
  return moving;
}

void print_report_header(const char* title) {
  std::printf(
      "| %s | jerk cw/s³ | acceleration cw/s² | turns /min | lag ms | offset cw | in frame %% | "
      "central %% | overshoot %% | moving at rest |\n|---|---|---|---|---|---|---|---|---|---|\n",
      title);
}

CameraReport print_report(const char* name, const Camera& camera,
                          const std::vector<Match>& matches) {
  const CameraReport report{mean_metrics(camera, matches), mean_overshoot(camera),
                            frames_moving_at_rest(camera)};
  const PathMetrics& path = report.path;
  std::printf("| %s | %.*f | %.*f | %.1f | %.0f | %.3f | %.1f | %.1f | %.1f | %d |\n", name,
              decimals(path.jerk), path.jerk, decimals(path.accel), path.accel, 60 * path.reversals,
              1000 * path.lag, path.offset, 100 * path.in_frame, 100 * path.central,
              100 * report.overshoot, report.moving_at_rest);
  return report;
}

}  // namespace gimbal

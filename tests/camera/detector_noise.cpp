#include "tests/camera/detector_noise.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

DetectorNoise DetectorNoise::none() {
  return {.scatter = 0, .outliers = 0, .misses = 0, .dropout_every = 0};
}

std::vector<double> dropouts(const Trace& trace, const DetectorNoise& noise, double first) {
  constexpr double kFar = 0.3;  // crop widths
  std::vector<double> starts;
  for (double due = first; noise.dropout_every > 0 && due < trace.seconds;
       due += noise.dropout_every) {
    double start = due;
    const auto run = [&] {
      return std::fabs(trace.place(start + noise.dropout_seconds).x - trace.place(start).x);
    };
    while (run() > kFar * trace.crop_width()) {
      start += 1;
    }
    starts.push_back(start);
  }
  return starts;
}

bool is_blind(double time, const std::vector<double>& dropouts, const DetectorNoise& noise) {
  return std::any_of(dropouts.begin(), dropouts.end(), [&](double start) {
    return time >= start && time < start + noise.dropout_seconds;
  });
}

DetectionError draw_error(const DetectorNoise& noise, Chance& chance) {
  DetectionError error;
  error.dx = noise.scatter * chance.normal();
  error.dy = noise.scatter * chance.normal();
  error.outlier = chance.part() < noise.outliers;
  const double far_x = chance.between(-noise.outlier_reach, noise.outlier_reach);
  const double far_y = chance.between(-noise.outlier_reach, noise.outlier_reach) * 0.5;
  if (error.outlier) {
    error.dx += far_x;
    error.dy += far_y;
  }
  error.missed = chance.part() < noise.misses;
  return error;
}

std::vector<LateAim> detections(const Trace& trace, const DetectorNoise& noise,
                                std::uint64_t seed) {
  Chance chance(seed);
  const std::vector<double> blind_from =
      dropouts(trace, noise, chance.between(0.3, 1) * noise.dropout_every);
  std::vector<LateAim> aims;
  for (int number = 0; number / noise.rate < trace.seconds; ++number) {
    const double time = number / noise.rate;
    const TruePlace truth = trace.place(time);
    const DetectionError error = draw_error(noise, chance);
    if (error.missed || is_blind(time, blind_from, noise)) {
      continue;
    }
    const Aim aim{time, true, truth.x + error.dx * trace.crop_width(),
                  truth.y + error.dy * trace.crop_width_down(), 0};
    aims.push_back({time + noise.latency, aim});
  }
  return aims;
}

bool sees_moves_begin(const Trace& trace, const std::vector<LateAim>& aims) {
  constexpr double kHidden = 0.15;  // crop widths
  for (std::size_t i = 1; i < aims.size(); ++i) {
    const double begin = aims[i - 1].aim.time;
    const double end = aims[i].aim.time;
    const double way = std::fabs(trace.place(end).x - trace.place(begin).x);
    if (end - begin > 1 && way >= kHidden * trace.crop_width()) {
      return false;
    }
  }
  return true;
}

}  // namespace gimbal

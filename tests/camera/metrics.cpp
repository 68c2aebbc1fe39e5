#include "tests/camera/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace gimbal {

namespace {

using Series = std::vector<double>;

Series difference(const Series& values, double seconds) {
  Series result;
  for (std::size_t i = 1; i < values.size(); ++i) {
    result.push_back((values[i] - values[i - 1]) / seconds);
  }
  return result;
}

double mean_square(const Series& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value * value;
  }
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

int reversals(const Series& velocity) {
  constexpr double kStill = 0.01;  // crop widths a second
  int last = 0;
  int count = 0;
  for (const double v : velocity) {
    const int sign = v > kStill ? 1 : v < -kStill ? -1 : 0;
    count += sign != 0 && last == -sign ? 1 : 0;
    last = sign != 0 ? sign : last;
  }
  return count;
}

/// In the trace's crop widths, as if the zoom stayed; `widths` says how much wider each crop is.
struct Paths {
  Series x, y, true_x, true_y, widths;
  double step = 1.0 / 30;  // seconds
};

Paths paths_of(const std::vector<ShownFrame>& frames, const Trace& trace, double from) {
  Paths paths;
  paths.step = (frames.back().time - frames.front().time) / static_cast<double>(frames.size() - 1);
  for (const ShownFrame& frame : frames) {
    if (frame.time < from) {
      continue;
    }
    const TruePlace truth = trace.place(frame.time);
    paths.x.push_back(frame.x / trace.crop_width());
    paths.y.push_back(frame.y / trace.crop_width_down());
    paths.true_x.push_back(truth.x / trace.crop_width());
    paths.true_y.push_back(truth.y / trace.crop_width_down());
    paths.widths.push_back(frame.width / trace.crop_width());
  }
  return paths;
}

/// A series of differences in widths of the crops that are shown.
Series in_widths(Series values, const Series& widths) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] /= widths[i];
  }
  return values;
}

/// Of `path` behind `truth` in steps, where their velocities are most alike.
double lag_of(const Paths& paths) {
  const Series vx = difference(paths.x, paths.step);
  const Series vy = difference(paths.y, paths.step);
  const Series tx = difference(paths.true_x, paths.step);
  const Series ty = difference(paths.true_y, paths.step);
  const auto most = static_cast<std::ptrdiff_t>(1.5 / paths.step);
  const auto size = static_cast<std::ptrdiff_t>(vx.size());
  const auto likeness = [&](std::ptrdiff_t lag) {
    double sum = 0;
    for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, lag); i < std::min(size, size + lag); ++i) {
      const auto now = static_cast<std::size_t>(i);
      const auto then = static_cast<std::size_t>(i - lag);
      sum += vx[now] * tx[then] + vy[now] * ty[then];
    }
    return sum;
  };
  std::ptrdiff_t best = 0;
  for (std::ptrdiff_t lag = -most; lag <= most; ++lag) {
    best = likeness(lag) > likeness(best) ? lag : best;
  }
  const double before = likeness(best - 1);
  const double peak = likeness(best);
  const double after = likeness(best + 1);
  const double curvature = before - 2 * peak + after;
  const double shift = curvature == 0 ? 0 : (before - after) / (2 * curvature);
  return (static_cast<double>(best) + shift) * paths.step;
}

}  // namespace

PathMetrics measure(const std::vector<ShownFrame>& frames, const Trace& trace, double from) {
  const Paths paths = paths_of(frames, trace, from);
  const Series vx = in_widths(difference(paths.x, paths.step), paths.widths);
  const Series vy = in_widths(difference(paths.y, paths.step), paths.widths);
  const auto next = [&](const Series& values) { return difference(values, paths.step); };
  const Series ax = in_widths(next(next(paths.x)), paths.widths);
  const Series ay = in_widths(next(next(paths.y)), paths.widths);
  const Series jx = in_widths(next(next(next(paths.x))), paths.widths);
  const Series jy = in_widths(next(next(next(paths.y))), paths.widths);
  PathMetrics metrics;
  metrics.accel = std::sqrt(mean_square(ax) + mean_square(ay));
  metrics.jerk = std::sqrt(mean_square(jx) + mean_square(jy));
  const double seconds = paths.step * static_cast<double>(vx.size());
  metrics.reversals = (reversals(vx) + reversals(vy)) / seconds;
  int inside = 0;
  int central = 0;
  double square = 0;
  for (std::size_t i = 0; i < paths.x.size(); ++i) {
    const double dx = (paths.true_x[i] - paths.x[i]) / paths.widths[i];
    const double dy = (paths.true_y[i] - paths.y[i]) / paths.widths[i];
    const double out = std::max(std::fabs(dx), std::fabs(dy) * trace.geometry.aspect);
    inside += out < 0.5 ? 1 : 0;
    central += out < 0.35 ? 1 : 0;
    square += dx * dx + dy * dy;
  }
  const auto count = static_cast<double>(paths.x.size());
  metrics.in_frame = inside / count;
  metrics.central = central / count;
  metrics.offset = std::sqrt(square / count);
  for (std::size_t i = 0; i < vx.size(); ++i) {
    metrics.moving += vx[i] != 0 || vy[i] != 0 ? 1 : 0;
  }
  metrics.lag = metrics.moving == 0 ? 0 : lag_of(paths);
  return metrics;
}

double overshoot(const std::vector<ShownFrame>& frames, const Trace& trace) {
  const double begin = trace.place(0).x;
  const double end = trace.place(trace.seconds).x;
  double most = 0;
  for (const ShownFrame& frame : frames) {
    most = std::max(most, (frame.x - end) / (end - begin));
  }
  return most;
}

double roughness(const std::vector<ShownFrame>& frames, const Trace& trace, double output_width,
                 double from) {
  const Paths paths = paths_of(frames, trace, from);
  const Series second = difference(difference(paths.x, 1), 1);
  return std::sqrt(mean_square(second)) * output_width;
}

}  // namespace gimbal

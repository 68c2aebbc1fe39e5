#include "lib/camera/path_smoother.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

/// Even, but for ends that fall off to zero within a step: a path that is smooth already gets
/// smoothest by a plain mean, and with such ends the mean of a straight way is exact wherever its
/// middle lies between the samples. In steps; `reach` is half or more.
double weight_at(double distance, double reach) {
  return std::clamp(reach + 0.5 - std::fabs(distance), 0.0, 1.0);
}

std::size_t slot(long long number, std::size_t size) {
  const auto span = static_cast<long long>(size);
  return static_cast<std::size_t>((number % span + span) % span);
}

}  // namespace

PathSmoother::PathSmoother(double seconds, double step)
    : step_(step), ring_(static_cast<std::size_t>(std::ceil(seconds / step)) + 2) {}

void PathSmoother::add(long long number, const PathSample& sample) {
  last_ = number;
  ring_[slot(number, ring_.size())] = sample;
  count_ = std::min(count_ + 1, ring_.size());
}

PathSample PathSmoother::at(long long number) const {
  const long long first = last_ - static_cast<long long>(count_) + 1;
  const auto stored = [&](long long n) -> const PathSample& {
    return ring_[slot(std::clamp(n, first, last_), ring_.size())];
  };
  if (number <= last_) {
    return stored(number);
  }
  const PathSample& last = stored(last_);
  const PathSample& before = stored(last_ - 1);
  const auto steps = static_cast<double>(number - last_);
  return {last.x + steps * (last.x - before.x), last.y + steps * (last.y - before.y),
          last.zoom + steps * (last.zoom - before.zoom)};
}

PathSample PathSmoother::mean(double time, double half_width) const {
  const double middle = time / step_;
  const double reach = std::max(half_width / step_, 0.5);
  const auto begin = static_cast<long long>(std::ceil(middle - reach - 0.5));
  const auto end = static_cast<long long>(std::floor(middle + reach + 0.5));
  // Differences to one of them, so that the mean of equal samples is exactly equal to them.
  const PathSample origin = at(begin);
  PathSample sum;
  double weights = 0;
  for (long long number = begin; number <= end; ++number) {
    const PathSample sample = at(number);
    const double weight = weight_at(static_cast<double>(number) - middle, reach);
    sum.x += weight * (sample.x - origin.x);
    sum.y += weight * (sample.y - origin.y);
    sum.zoom += weight * (sample.zoom - origin.zoom);
    weights += weight;
  }
  return {origin.x + sum.x / weights, origin.y + sum.y / weights, origin.zoom + sum.zoom / weights};
}

}  // namespace gimbal

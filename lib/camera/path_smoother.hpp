// The mean of a path about a time: what look-ahead is for.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace gimbal {

/// Position (x, y) and zoom (octaves) of a path, in its own units.
struct PathSample {
  double x = 0;
  double y = 0;
  double zoom = 0;

  bool operator==(const PathSample&) const = default;
};

/// Keeps the last samples of a path on a grid of time, and gives their mean about a time; as much
/// to one side as to the other, so that the mean is not late.
class PathSmoother {
 public:
  /// Room for `seconds` of samples that are `step` seconds apart.
  PathSmoother(double seconds, double step);

  void clear() { count_ = 0; }
  /// The next sample; `number` is its time in steps and grows by one.
  void add(long long number, const PathSample& sample);

  /// The path at `time`, averaged over `half_width` seconds to both sides. What lies before the
  /// first sample is taken to be like it; after the last one the path goes on straight. There must
  /// be one.
  PathSample mean(double time, double half_width) const;

 private:
  PathSample at(long long number) const;

  double step_;
  std::vector<PathSample> ring_;
  long long last_ = 0;
  std::size_t count_ = 0;
};

}  // namespace gimbal

// The goals for a camera's path (docs/people.md says how to run them), and how eight seeds stand to
// them.
#pragma once

#include <string>
#include <vector>

#include "tests/camera/metrics.hpp"

namespace gimbal {

/// Without look-ahead, or with half a second of it.
enum class Column { kLive, kLookahead };

double lookahead_of(Column column);

/// One goal: the mean over the seeds meets it, and the worst seed misses it by 1.15 times at most.
struct Goal {
  enum class Sense {
    kAtMost,
    kAtLeast,  ///< of a share; 1.15 times what may be missing
    kWithin,   ///< to both sides of 0
  };
  std::string name;
  double limit = 0;
  Sense sense = Sense::kAtMost;
  double one = 0;  ///< of what is counted: the worst seed may have what is begun of the next one
};

struct Verdict {
  double mean = 0;
  double worst = 0;
  bool met = false;
};

Verdict judge(const Goal& goal, const std::vector<double>& seeds);

/// Prints every goal of a path with its figures and fails the test (gtest) where one is missed. The
/// lag is judged by `lags`, seconds; it is printed only where there are none.
void expect_goals(const std::string& title, Column column, const std::vector<PathMetrics>& seeds,
                  const std::vector<double>& lags);

/// The same for one figure.
void expect_goal(const std::string& title, const Goal& goal, const std::vector<double>& seeds);

}  // namespace gimbal

#include "tests/gst-plugins/virtualptz/path_goals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace gimbal {

namespace {

constexpr double kWorst = 1.15;
constexpr double kOneTurn = 1 / 117.9;  // a second: the traces last 120 s, of which 2 do not count

struct PathGoal {
  const char* name;
  double PathMetrics::*value;
  Goal::Sense sense;
  double live;
  double lookahead;
  double one = 0;
};

using Sense = Goal::Sense;
constexpr PathGoal kPathGoals[] = {
    {"jerk RMS, cw/s3", &PathMetrics::jerk, Sense::kAtMost, 13, 1.5},
    {"acceleration RMS, cw/s2", &PathMetrics::accel, Sense::kAtMost, 0.55, 0.3},
    {"direction reversals, 1/s", &PathMetrics::reversals, Sense::kAtMost, 0.1, 0.05, kOneTurn},
    {"target in frame, share", &PathMetrics::in_frame, Sense::kAtLeast, 0.99, 0.999},
    {"target in the central 70 %, share", &PathMetrics::central, Sense::kAtLeast, 0.98, 0.995},
    {"offset RMS, cw", &PathMetrics::offset, Sense::kAtMost, 0.065, 0.05},
};
// Live the camera may not be later than this; with look-ahead it may be neither late nor early.
constexpr double kLiveLag = 0.25;
constexpr double kLookaheadLag = 0.05;

/// What of `value` counts against the goal.
double against(const Goal& goal, double value) {
  switch (goal.sense) {
    case Sense::kAtMost:
      return value;
    case Sense::kAtLeast:
      return 1 - value;
    case Sense::kWithin:
      break;
  }
  return std::fabs(value);
}

}  // namespace

double lookahead_of(Column column) {
  return column == Column::kLive ? 0 : 0.5;
}

Verdict judge(const Goal& goal, const std::vector<double>& seeds) {
  Verdict verdict;
  verdict.mean =
      std::accumulate(seeds.begin(), seeds.end(), 0.0) / static_cast<double>(seeds.size());
  verdict.worst =
      *std::ranges::max_element(seeds, {}, [&goal](double value) { return against(goal, value); });
  const double limit = against(goal, goal.limit);
  constexpr double kRounding = 1e-9;
  const double worst =
      goal.one > 0 ? std::ceil(kWorst * limit / goal.one) * goal.one : kWorst * limit;
  verdict.met = against(goal, verdict.mean) <= limit + kRounding &&
                against(goal, verdict.worst) <= worst + kRounding;
  return verdict;
}

namespace {

void print(const std::string& title, const Goal& goal, const Verdict& verdict,
           const char* outcome) {
  const char* sense = goal.sense == Sense::kAtMost    ? "<="
                      : goal.sense == Sense::kAtLeast ? ">="
                                                      : "+-";
  std::printf("%-24s %-36s mean %8.4f  worst %8.4f  goal %s %-6g %s\n", title.c_str(),
              goal.name.c_str(), verdict.mean, verdict.worst, sense, goal.limit, outcome);
}

}  // namespace

void expect_goal(const std::string& title, const Goal& goal, const std::vector<double>& seeds) {
  const Verdict verdict = judge(goal, seeds);
  print(title, goal, verdict, verdict.met ? "met" : "MISSED");
  EXPECT_TRUE(verdict.met) << title << ": " << goal.name;
}

void expect_goals(const std::string& title, Column column, const std::vector<PathMetrics>& seeds,
                  const std::vector<double>& lags) {
  const auto values = [&seeds](double PathMetrics::*member) {
    std::vector<double> result;
    result.reserve(seeds.size());
    for (const PathMetrics& metrics : seeds) {
      result.push_back(metrics.*member);
    }
    return result;
  };
  const bool live = column == Column::kLive;
  for (const PathGoal& goal : kPathGoals) {
    expect_goal(title, {goal.name, live ? goal.live : goal.lookahead, goal.sense, goal.one},
                values(goal.value));
  }
  const Goal lag = live ? Goal{"lag, s", kLiveLag, Sense::kAtMost}
                        : Goal{"lag, s", kLookaheadLag, Sense::kWithin};
  if (!lags.empty()) {
    expect_goal(title, lag, lags);
  } else {
    print(title, lag, judge(lag, values(&PathMetrics::lag)), "not judged");
  }
}

}  // namespace gimbal

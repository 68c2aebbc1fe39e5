// Our camera beside other models of motion, on the same detections and by the same metrics. Prints
// the table that docs/camera-motion.md shows.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/camera/reference_models.hpp"

namespace gimbal {
namespace {

struct Game {
  const char* name;
  Trace (*make)(std::uint64_t seed);
};

CameraReport report_of_ours(const char* name, double lookahead, const std::vector<Match>& matches) {
  FollowSettings settings = follow_settings(FollowProfile::kBalanced);
  settings.lookahead = lookahead;
  return print_report(name, following(settings), matches);
}

class ReferenceModels : public testing::TestWithParam<Game> {};

TEST_P(ReferenceModels, WhatIsCalmerThanOursIsLaterOrOvershoots) {
  const std::vector<Match> games = matches(GetParam().make);
  print_report_header(GetParam().name);
  std::vector<std::pair<std::string, CameraReport>> others;
  for (const ReferenceModel& model : reference_models()) {
    others.emplace_back(model.name, print_report(model.name.c_str(), model.camera, games));
  }
  const CameraReport live = report_of_ours("**ours, live**", 0, games);
  const CameraReport ahead = report_of_ours("**ours, 0.5 s look-ahead**", 0.5, games);
  constexpr double kFar = 0.1;
  EXPECT_EQ(live.moving_at_rest, 0);
  EXPECT_LT(live.overshoot, kFar / 2);
  EXPECT_EQ(ahead.moving_at_rest, 0);
  for (const auto& [name, other] : others) {
    const bool calmer = other.path.jerk <= live.path.jerk;
    const bool later = other.path.lag > live.path.lag;
    EXPECT_TRUE(!calmer || later || other.overshoot > kFar) << name;
    EXPECT_LT(live.path.reversals, other.path.reversals) << name;
    EXPECT_LT(ahead.path.jerk, other.path.jerk) << name;
    EXPECT_LT(ahead.path.accel, other.path.accel) << name;
    EXPECT_LT(ahead.path.lag, other.path.lag) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(, ReferenceModels,
                         testing::Values(Game{"basketball", basketball_trace},
                                         Game{"court", court_trace},
                                         Game{"football", soccer_trace}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace gimbal

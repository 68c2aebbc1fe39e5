// What each profile is for, measured: `calm` is calmer than `balanced`, `action` is closer.
#include <gtest/gtest.h>

#include <cmath>

#include <string>

#include "tests/camera/camera_report.hpp"

namespace gimbal {
namespace {

CameraReport report_of(const char* name, FollowProfile profile, double lookahead) {
  FollowSettings settings = follow_settings(profile);
  settings.lookahead = lookahead;
  return print_report(name, following(settings), matches(basketball_trace));
}

class FollowProfiles : public testing::TestWithParam<double> {};

TEST_P(FollowProfiles, AreWhatTheirNamesSay) {
  const double lookahead = GetParam();
  print_report_header(lookahead == 0 ? "basketball, live" : "basketball, 0.5 s look-ahead");
  const CameraReport calm = report_of("`calm`", FollowProfile::kCalm, lookahead);
  const CameraReport balanced = report_of("`balanced`", FollowProfile::kBalanced, lookahead);
  const CameraReport action = report_of("`action`", FollowProfile::kAction, lookahead);
  EXPECT_LT(calm.path.jerk, balanced.path.jerk);
  EXPECT_LT(calm.path.accel, balanced.path.accel);
  EXPECT_LE(calm.path.reversals, balanced.path.reversals);
  if (lookahead == 0) {
    EXPECT_LT(action.path.lag, balanced.path.lag);
    EXPECT_LT(action.path.offset, balanced.path.offset);
  } else {  // which makes both of them timely, and as near as their detections allow
    EXPECT_LT(std::fabs(action.path.lag), 0.05);
    EXPECT_LT(action.path.offset, 1.05 * balanced.path.offset);
  }
  for (const CameraReport& report : {calm, balanced, action}) {
    EXPECT_EQ(report.moving_at_rest, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(, FollowProfiles, testing::Values(0, 0.5),
                         [](const auto& part) { return part.param == 0 ? "Live" : "Lookahead"; });

}  // namespace
}  // namespace gimbal

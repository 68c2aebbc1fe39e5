#include "lib/camera/aim_filter.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gimbal {
namespace {

constexpr double kPeriod = 1.0 / 15;

/// So many detections of a target that moves at `speed` from 0.
double watch(AimFilter& filter, double from, double speed, int count) {
  double time = from;
  for (int i = 0; i < count; ++i, time += kPeriod) {
    filter.update(time, {speed * time, 0.5}, 1, follow_settings(FollowProfile::kBalanced));
  }
  return time;
}

TEST(AimFilter, ASecondDetectionHasToConfirmTheFirst) {
  AimFilter filter;
  filter.update(0, {0.3, 0.4}, 1, {});
  EXPECT_FALSE(filter.valid());
  filter.update(kPeriod, {0.9, 0.4}, 1, {});
  EXPECT_FALSE(filter.valid());
  filter.update(2 * kPeriod, {0.91, 0.4}, 1, {});
  EXPECT_TRUE(filter.valid());
  EXPECT_NEAR(filter.position().x, 0.905, 0.01);
}

TEST(AimFilter, FindsPositionAndSpeed) {
  AimFilter filter;
  const double end = watch(filter, 0, 0.4, 45);
  EXPECT_NEAR(filter.position().x, 0.4 * (end - kPeriod), 0.003);
  EXPECT_NEAR(filter.velocity().x, 0.4, 0.02);
  EXPECT_NEAR(filter.velocity().y, 0, 1e-9);
}

TEST(AimFilter, AnOutlierChangesNothing) {
  AimFilter filter;
  const double time = watch(filter, 0, 0, 30);
  filter.update(time, {0.4, 0.5}, 1, {});
  EXPECT_EQ(filter.position().x, 0);
  EXPECT_EQ(filter.velocity().x, 0);
  filter.update(time + kPeriod, {0, 0.5}, 1, {});
  EXPECT_NEAR(filter.position().x, 0, 1e-9);
}

TEST(AimFilter, OneDetectionThatIsJustNoOutlierMovesLittle) {
  const FollowSettings settings = follow_settings(FollowProfile::kBalanced);
  AimFilter filter;
  double time = watch(filter, 0, 0, 30);
  for (const double scatter : {-0.02, -0.01, -0.02}) {
    filter.update(time, {scatter, 0.5}, 1, settings);
    time += kPeriod;
  }
  // Some are missing, then one is far away on the side to which the others happened to lie.
  time += 2 * kPeriod;
  filter.update(time, {-0.9 * settings.outlier_jump, 0.5}, 1, settings);
  EXPECT_LT(filter.position().x, 0);
  EXPECT_GT(filter.position().x, -0.06);
}

TEST(AimFilter, ATargetThatIsElsewhereForGoodIsFoundThere) {
  AimFilter filter;
  const double time = watch(filter, 0, 0, 30);
  filter.update(time, {0.4, 0.5}, 1, {});
  filter.update(time + kPeriod, {0.41, 0.5}, 1, {});
  EXPECT_EQ(filter.position().x, 0) << "two outliers may fall together";
  filter.update(time + 2 * kPeriod, {0.4, 0.5}, 1, {});
  EXPECT_NEAR(filter.position().x, 0.405, 0.01);
  EXPECT_LT(std::fabs(filter.velocity().x), 0.3);
}

TEST(AimFilter, AfterAWhileTwoAreEnough) {
  AimFilter filter;
  const double time = watch(filter, 0, 0, 30) + 1;
  filter.update(time, {0.4, 0.5}, 1, {});
  filter.update(time + kPeriod, {0.41, 0.5}, 1, {});
  EXPECT_NEAR(filter.position().x, 0.405, 0.01);
}

TEST(AimFilter, IsLessSureTheLongerItHasSeenNothing) {
  AimFilter filter;
  watch(filter, 0, 0, 30);
  EXPECT_GT(filter.error_after(0).x, 0.001);
  EXPECT_LT(filter.error_after(0).x, FollowSettings().detector_noise);
  EXPECT_GT(filter.error_after(1).x, 2 * filter.error_after(0).x);
}

TEST(AimFilter, LengthsAreInCropWidths) {
  AimFilter wide;
  AimFilter narrow;
  for (int i = 0; i < 20; ++i) {
    const double place = i % 2 == 0 ? 0.01 : -0.01;
    wide.update(i * kPeriod, {place, 0}, 1, {});
    narrow.update(i * kPeriod, {place / 4, 0}, 0.25, {});
  }
  EXPECT_NEAR(wide.position().x / 4, narrow.position().x, 1e-12);
}

TEST(AimFilter, TwoAtOneTimeAreNoDivisionByZero) {
  AimFilter filter;
  const double time = watch(filter, 0, 0, 5);
  filter.update(time, {0.01, 0.5}, 1, {});
  filter.update(time, {0.01, 0.5}, 1, {});
  EXPECT_TRUE(std::isfinite(filter.position().x) && std::isfinite(filter.velocity().x));
}

}  // namespace
}  // namespace gimbal

#include "lib/camera/path_smoother.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gimbal {
namespace {

constexpr double kStep = 0.01;

TEST(PathSmoother, AStraightPathIsNotLate) {
  PathSmoother smoother(2, kStep);
  for (long long i = 0; i < 300; ++i) {
    smoother.add(i, {0.3 * static_cast<double>(i) * kStep, 1, -0.1});
  }
  for (const double time : {1.8, 1.803, 2.0}) {
    const PathSample mean = smoother.mean(time, 0.3);
    EXPECT_NEAR(mean.x, 0.3 * time, 1e-4);
    EXPECT_EQ(mean.y, 1);
    EXPECT_EQ(mean.zoom, -0.1);
  }
}

TEST(PathSmoother, RestStaysExactRest) {
  PathSmoother smoother(1, kStep);
  const PathSample rest{0.1 + 0.2, 1.0 / 3, 0.7};
  for (long long i = 0; i < 200; ++i) {
    smoother.add(i, rest);
  }
  EXPECT_EQ(smoother.mean(1.5, 0.2), rest);
  EXPECT_EQ(smoother.mean(1.5034, 0.2), rest);
}

TEST(PathSmoother, AJumpBecomesASlope) {
  PathSmoother smoother(2, kStep);
  for (long long i = 0; i < 200; ++i) {
    smoother.add(i, {i < 100 ? 0.0 : 1.0, 0, 0});
  }
  EXPECT_EQ(smoother.mean(0.7, 0.25).x, 0);
  EXPECT_NEAR(smoother.mean(0.995, 0.25).x, 0.5, 0.01);
  EXPECT_EQ(smoother.mean(1.3, 0.25).x, 1);
}

TEST(PathSmoother, BeforeTheFirstItIsLikeTheFirst) {
  PathSmoother smoother(1, kStep);
  smoother.add(-50, {0.4, 0, 0});
  EXPECT_EQ(smoother.mean(-0.6, 0.3).x, 0.4);
}

}  // namespace
}  // namespace gimbal

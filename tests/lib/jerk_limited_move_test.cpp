#include "lib/camera/jerk_limited_move.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace gimbal {
namespace {

constexpr AxisLimits kLimits{1.5, 6, 150};

double differ(double a, double b) {
  return std::abs(a - b);
}

/// Walks along `move` in small steps: continuous in all three, inside the limits (with the start's
/// own values where they are larger).
void expect_smooth(const JerkLimitedMove& move, const AxisState& start, const AxisLimits& limits) {
  constexpr double kStep = 1e-4;
  const double fastest =
      std::max(limits.velocity, std::abs(start.velocity) +
                                    start.acceleration * start.acceleration / (2 * limits.jerk)) +
      1e-9;
  const double hardest = std::max(limits.acceleration, std::abs(start.acceleration)) + 1e-9;
  AxisState before = move.at(0);
  EXPECT_LT(differ(before.position, start.position), 1e-12);
  EXPECT_LT(differ(before.velocity, start.velocity), 1e-12);
  for (double t = kStep; t < move.duration() + 3 * kStep; t += kStep) {
    const AxisState now = move.at(t);
    ASSERT_LE(std::abs(now.velocity), fastest) << t;
    ASSERT_LE(std::abs(now.acceleration), hardest) << t;
    ASSERT_LE(std::abs(now.acceleration - before.acceleration), limits.jerk * kStep * 1.001 + 1e-6)
        << t;
    ASSERT_LE(std::abs(now.velocity - before.velocity), hardest * kStep + 1e-7) << t;
    ASSERT_LE(std::abs(now.position - before.position - before.velocity * kStep),
              hardest * kStep * kStep + 1e-7)
        << t;
    before = now;
  }
}

TEST(JerkLimitedMove, RestsWhereItIs) {
  const JerkLimitedMove move(0.3);
  EXPECT_EQ(move.duration(), 0);
  EXPECT_EQ(move.at(7).position, 0.3);
  EXPECT_EQ(JerkLimitedMove::to({0.3, 0, 0}, 0.3, kLimits).duration(), 0);
}

TEST(JerkLimitedMove, EndsAtTheGoalAtRest) {
  const JerkLimitedMove move = JerkLimitedMove::to({0, 0, 0}, 2, kLimits);
  const AxisState end = move.at(move.duration());
  EXPECT_EQ(end.position, 2);
  EXPECT_EQ(end.velocity, 0);
  EXPECT_EQ(end.acceleration, 0);
  EXPECT_EQ(move.at(99).position, 2);
}

TEST(JerkLimitedMove, ASmallMoveTakesFourEqualPieces) {
  // From rest to rest without reaching a limit but the jerk: 2 j T^3 in 4 T.
  const double piece = 0.01;
  const JerkLimitedMove move =
      JerkLimitedMove::to({0, 0, 0}, 2 * kLimits.jerk * piece * piece * piece, kLimits);
  EXPECT_NEAR(move.duration(), 4 * piece, 1e-6);
}

TEST(JerkLimitedMove, ALongMoveCruisesAtTheSpeedLimit) {
  const JerkLimitedMove move = JerkLimitedMove::to({0, 0, 0}, 10, kLimits);
  EXPECT_NEAR(move.at(move.duration() / 2).velocity, kLimits.velocity, 1e-9);
  // The time that the ramps take on top of 10 / v.
  EXPECT_NEAR(move.duration(),
              10 / kLimits.velocity + kLimits.velocity / kLimits.acceleration +
                  kLimits.acceleration / kLimits.jerk,
              1e-6);
}

TEST(JerkLimitedMove, FromRestItNeverOvershoots) {
  for (double distance = 1e-5; distance < 20; distance *= 2) {
    const JerkLimitedMove move = JerkLimitedMove::to({0, 0, 0}, -distance, kLimits);
    EXPECT_FALSE(move.overshoots());
    for (int i = 0; i <= 200; ++i) {
      const double x = move.at(move.duration() * i / 200).position;
      ASSERT_LE(x, 1e-12);
      ASSERT_GE(x, -distance - 1e-9);
    }
  }
}

TEST(JerkLimitedMove, AnyStartIsSmoothAndArrives) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> any(-1, 1);
  for (int i = 0; i < 300; ++i) {
    const AxisState start{any(random), 2 * any(random), 8 * any(random)};
    const double goal = any(random);
    const JerkLimitedMove move = JerkLimitedMove::to(start, goal, kLimits);
    expect_smooth(move, start, kLimits);
    EXPECT_NEAR(move.at(move.duration() - 1e-6).position, goal, 1e-6);
    EXPECT_EQ(move.at(move.duration()).position, goal);
    if (HasFatalFailure()) {
      FAIL() << "start " << start.position << " " << start.velocity << " " << start.acceleration
             << " goal " << goal;
    }
  }
}

TEST(JerkLimitedMove, AskedAgainOnTheWayItStaysOnIt) {
  const JerkLimitedMove first = JerkLimitedMove::to({0, 0, 0}, 1, kLimits);
  for (double t = 0.01; t < first.duration(); t += 0.01) {
    const JerkLimitedMove again = JerkLimitedMove::to(first.at(t), 1, kLimits);
    EXPECT_NEAR(t + again.duration(), first.duration(), 1e-3) << t;
    for (double later = t; later < first.duration(); later += 0.05) {
      ASSERT_NEAR(again.at(later - t).position, first.at(later).position, 1e-6)
          << t << " " << later;
    }
  }
}

TEST(JerkLimitedMove, SaysWhereAGoalIsTooNearToBrake) {
  EXPECT_TRUE(JerkLimitedMove::to({0, 1.5, 0}, 0.01, kLimits).overshoots());
  EXPECT_FALSE(JerkLimitedMove::to({0, 1.5, 0}, 1, kLimits).overshoots());
  EXPECT_FALSE(JerkLimitedMove::to({0, 1.5, 0}, -1, kLimits).overshoots());
}

TEST(JerkLimitedMove, ASpeedIsReachedAndKept) {
  const AxisState start{0, -0.5, 1};
  const JerkLimitedMove move = JerkLimitedMove::at_speed(start, 0.4, kLimits);
  expect_smooth(move, start, kLimits);
  EXPECT_NEAR(move.at(move.duration()).velocity, 0.4, 1e-12);
  const double from = move.at(move.duration()).position;
  EXPECT_NEAR(move.at(move.duration() + 2).position, from + 0.8, 1e-12);
}

}  // namespace
}  // namespace gimbal

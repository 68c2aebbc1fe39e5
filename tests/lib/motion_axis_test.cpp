#include "lib/camera/motion_axis.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gimbal {
namespace {

constexpr double kStep = 1.0 / 120;
constexpr AxisLimits kLimits{1, 2, 25};

struct Extremes {
  double velocity = 0;
  double acceleration = 0;
  double jerk = 0;
  double position = -1e9;
};

/// Approaches `goal` for so long, and notes what it took.
Extremes approach(MotionAxis& axis, double goal, double seconds, const AxisLimits& limits) {
  Extremes most;
  for (double time = 0; time < seconds; time += kStep) {
    const AxisState before = axis.state();
    axis.approach(goal, 0, 6, limits, kStep);
    const AxisState now = axis.state();
    most.velocity = std::max(most.velocity, std::fabs(now.velocity));
    most.acceleration = std::max(most.acceleration, std::fabs(now.acceleration));
    most.jerk = std::max(most.jerk, std::fabs(now.acceleration - before.acceleration) / kStep);
    most.position = std::max(most.position, now.position);
  }
  return most;
}

TEST(MotionAxis, ArrivesAtRestExactlyOnTheGoal) {
  for (const double goal : {1e-4, 0.01, 0.3, 5.0, -2.0}) {
    MotionAxis axis;
    approach(axis, goal, 12, kLimits);
    EXPECT_TRUE(axis.at_rest()) << goal;
    EXPECT_EQ(axis.state().position, goal);
  }
}

TEST(MotionAxis, KeepsItsLimitsWhateverTheGoal) {
  for (const double goal : {0.01, 0.3, 5.0, 40.0}) {
    MotionAxis axis;
    const Extremes most = approach(axis, goal, 60, kLimits);
    EXPECT_LE(most.velocity, kLimits.velocity * 1.02) << goal;
    EXPECT_LE(most.acceleration, kLimits.acceleration * 1.0001) << goal;
    // The last step onto the goal is from next to no acceleration.
    EXPECT_LE(most.jerk, kLimits.jerk * 1.0001) << goal;
  }
}

TEST(MotionAxis, BrakesInTime) {
  for (const double goal : {0.1, 0.5, 1.0, 3.0}) {
    MotionAxis axis;
    EXPECT_LE(approach(axis, goal, 20, kLimits).position, goal * 1.02) << goal;
  }
}

TEST(MotionAxis, DrivesAtASpeedAndComesToExactRest) {
  MotionAxis axis;
  for (int i = 0; i < 240; ++i) {
    axis.drive(0.5, 6, kLimits, kStep);
  }
  EXPECT_NEAR(axis.state().velocity, 0.5, 1e-4);
  for (int i = 0; i < 240; ++i) {
    axis.drive(0, 6, kLimits, kStep);
  }
  EXPECT_TRUE(axis.at_rest());
}

TEST(MotionAxis, KeepsUpWithAGoalThatMoves) {
  MotionAxis axis;
  double goal = 0.2;
  for (int i = 0; i < 600; ++i) {
    axis.approach(goal, 0.3, 6, kLimits, kStep);
    goal += 0.3 * kStep;
  }
  EXPECT_NEAR(axis.state().position, goal, 0.002);
  EXPECT_NEAR(axis.state().velocity, 0.3, 0.002);
}

TEST(MotionAxis, BetweenStepsItIsWhereTheNextStepWillBe) {
  MotionAxis axis;
  axis.set({0, 0.4, 1});
  EXPECT_DOUBLE_EQ(axis.after(0.1).position, 0.4 * 0.1 + 0.5 * 0.01);
  EXPECT_DOUBLE_EQ(axis.after(0).position, 0);
}

TEST(MotionAxis, BrakesBeforeABorder) {
  MotionAxis axis;
  axis.set({0, 0, 0});
  axis.keep_between({.low = -1, .high = 1});
  for (int i = 0; i < 600; ++i) {
    axis.drive(0.8, 4, kLimits, kStep);
    EXPECT_LE(std::fabs(axis.state().acceleration), kLimits.acceleration + 1e-9);
    EXPECT_LE(axis.state().position, 1.001);
    axis.confine();
  }
  EXPECT_NEAR(axis.state().position, 1, 1e-3);
}

TEST(MotionAxis, GivesWayToABorderThatComes) {
  MotionAxis axis;
  axis.set({0, 0, 0});
  for (int i = 0; i < 600; ++i) {
    axis.keep_between({.low = -1 + 0.3 * i * kStep, .high = 2, .low_velocity = 0.3});
    axis.drive(0, 4, kLimits, kStep);
    EXPECT_LE(std::fabs(axis.state().acceleration), kLimits.acceleration + 1e-9);
    axis.confine();
  }
  EXPECT_NEAR(axis.state().position, -1 + 0.3 * 600 * kStep, 0.01);
  EXPECT_NEAR(axis.state().velocity, 0.3, 0.01);
}

TEST(MotionAxis, GoesNoFurtherThanABorder) {
  MotionAxis axis;
  axis.keep_between({.low = 0, .high = 1});
  axis.set({1.2, 0.4, 1});
  axis.confine();
  EXPECT_EQ(axis.state().position, 1);
  EXPECT_TRUE(axis.at_rest());
  axis.set({0.5, 0.4, 1});
  axis.confine();
  EXPECT_EQ(axis.state().velocity, 0.4);
}

}  // namespace
}  // namespace gimbal

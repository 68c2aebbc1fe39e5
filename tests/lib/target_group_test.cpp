#include "lib/camera/target_group.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace gimbal {
namespace {

constexpr double kReach = 0.3;

std::vector<GroupPoint> around(PlanePoint place, int count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> scatter(0, 0.04);
  std::vector<GroupPoint> points;
  for (int i = 0; i < count; ++i) {
    points.push_back({{place.x + scatter(random), place.y + scatter(random)}});
  }
  return points;
}

TEST(TargetGroup, NobodyIsNoGroup) {
  std::vector<GroupPoint> none;
  EXPECT_FALSE(TargetGroup().find(none, kReach));
}

TEST(TargetGroup, OneIsAGroup) {
  std::vector<GroupPoint> one{{{0.2, 0.3}}};
  const auto middle = TargetGroup().find(one, kReach);
  ASSERT_TRUE(middle);
  EXPECT_DOUBLE_EQ(middle->x, 0.2);
  EXPECT_DOUBLE_EQ(middle->y, 0.3);
  EXPECT_DOUBLE_EQ(one[0].belonging, 1);
}

TEST(TargetGroup, TwoHaveTheirMiddle) {
  std::vector<GroupPoint> two{{{0.4, 0.3}}, {{0.6, 0.3}}};
  EXPECT_NEAR(TargetGroup().find(two, kReach)->x, 0.5, 1e-3);
}

TEST(TargetGroup, FindsTheDensest) {
  std::vector<GroupPoint> points = around({0.2, 0.3}, 3, 1);
  const std::vector<GroupPoint> larger = around({0.8, 0.3}, 7, 2);
  points.insert(points.end(), larger.begin(), larger.end());
  const auto middle = TargetGroup().find(points, kReach);
  EXPECT_NEAR(middle->x, 0.8, 0.04);
  EXPECT_EQ(points[0].belonging, 0);
  EXPECT_GT(points[5].belonging, 0.5);
}

TEST(TargetGroup, AnOutlierHasNoPartInIt) {
  std::vector<GroupPoint> points = around({0.5, 0.3}, 6, 3);
  const PlanePoint without = *TargetGroup().find(points, kReach);
  points.push_back({{0.95, 0.5}});
  const PlanePoint with = *TargetGroup().find(points, kReach);
  EXPECT_NEAR(with.x, without.x, 1e-4);
  EXPECT_NEAR(with.y, without.y, 1e-4);
  EXPECT_EQ(points.back().belonging, 0);
}

TEST(TargetGroup, StaysWithItsGroupUnlessAnotherIsClearlyDenser) {
  TargetGroup group;
  std::vector<GroupPoint> points = around({0.2, 0.3}, 5, 4);
  group.find(points, kReach);
  const auto add = [&](int count) {
    const std::vector<GroupPoint> more = around({0.8, 0.3}, count, 5);
    std::vector<GroupPoint> all = points;
    all.insert(all.end(), more.begin(), more.end());
    return group.find(all, kReach)->x;
  };
  EXPECT_NEAR(add(6), 0.2, 0.05);
  EXPECT_NEAR(add(12), 0.8, 0.05);
  EXPECT_NEAR(add(6), 0.8, 0.05);
}

TEST(TargetGroup, MovesSmoothlyWithItsPoints) {
  TargetGroup group;
  double last = 0;
  for (int step = 0; step <= 100; ++step) {
    // One leaves the group: it counts less and less, with no step.
    std::vector<GroupPoint> points{{{0.45, 0.3}}, {{0.5, 0.3}}, {{0.55, 0.3}}};
    points.push_back({{0.5 + step * 0.005, 0.3}});
    const double middle = group.find(points, kReach)->x;
    if (step > 0) {
      EXPECT_LT(std::abs(middle - last), 0.006) << step;
    }
    last = middle;
  }
  EXPECT_NEAR(last, 0.5, 1e-3);
}

}  // namespace
}  // namespace gimbal

#include "lib/camera/target_group.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace gimbal {
namespace {

constexpr double kReach = 0.25;
constexpr double kStep = 1.0 / 15;  // seconds from record to record

using Points = std::vector<GroupPoint>;

Points around(PlanePoint place, std::uint64_t count, std::uint64_t first_key) {
  std::mt19937_64 random(first_key);
  std::normal_distribution<double> scatter(0, 0.04);
  Points points;
  for (std::uint64_t i = 0; i < count; ++i) {
    points.push_back({first_key + i, {place.x + scatter(random), place.y + scatter(random)}});
  }
  return points;
}

Points both(Points a, const Points& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// What it says after so many seconds of the same points.
PlanePoint settle(TargetGroup& group, Points points, double seconds) {
  PlanePoint middle;
  for (int i = 0; i < seconds / kStep; ++i) {
    middle = group.find(points, kReach, kStep).value_or(middle);
  }
  return middle;
}

TEST(TargetGroup, NobodyIsNoGroup) {
  Points none;
  EXPECT_FALSE(TargetGroup().find(none, kReach, kStep));
}

TEST(TargetGroup, OneIsAGroup) {
  Points one{{1, {0.2, 0.3}}};
  const auto middle = TargetGroup().find(one, kReach, 0);
  ASSERT_TRUE(middle);
  EXPECT_DOUBLE_EQ(middle->x, 0.2);
  EXPECT_DOUBLE_EQ(middle->y, 0.3);
  EXPECT_DOUBLE_EQ(one[0].belonging, 1);
}

TEST(TargetGroup, ItsMiddleIsTheMeanOfItsMembers) {
  Points points = around({0.5, 0.3}, 8, 1);
  PlanePoint mean{0, 0};
  for (const GroupPoint& point : points) {
    mean.x += point.at.x / 8;
    mean.y += point.at.y / 8;
  }
  const auto middle = TargetGroup().find(points, kReach, 0);
  EXPECT_NEAR(middle->x, mean.x, 1e-12);
  EXPECT_NEAR(middle->y, mean.y, 1e-12);
}

TEST(TargetGroup, FindsTheDensest) {
  Points points = both(around({0.2, 0.3}, 3, 1), around({0.8, 0.3}, 7, 10));
  EXPECT_NEAR(TargetGroup().find(points, kReach, 0)->x, 0.8, 0.04);
  EXPECT_EQ(points[0].belonging, 0);
  EXPECT_EQ(points[5].belonging, 1);
}

TEST(TargetGroup, AnOutlierHasNoPartInIt) {
  Points points = around({0.5, 0.3}, 6, 1);
  TargetGroup group;
  const PlanePoint without = *group.find(points, kReach, kStep);
  points.push_back({20, {0.95, 0.5}});
  const PlanePoint with = settle(group, points, 5);
  EXPECT_NEAR(with.x, without.x, 1e-12);
  EXPECT_NEAR(with.y, without.y, 1e-12);
}

TEST(TargetGroup, ADenserOneHasToLeadForASecond) {
  TargetGroup group;
  const Points small = around({0.2, 0.3}, 5, 1);
  settle(group, small, 1);
  const Points with_larger = both(small, around({0.8, 0.3}, 8, 10));
  EXPECT_NEAR(settle(group, with_larger, 0.8).x, 0.2, 0.05);
  settle(group, small, 0.2);  // the lead is lost
  EXPECT_NEAR(settle(group, with_larger, 0.8).x, 0.2, 0.05);
  EXPECT_NEAR(settle(group, with_larger, 3).x, 0.8, 0.05);
  // And back: it is the other one that has to lead now.
  EXPECT_NEAR(settle(group, both(small, around({0.8, 0.3}, 5, 10)), 5).x, 0.8, 0.05);
}

TEST(TargetGroup, OneThatIsDenserByFarTakesOverAtOnceAndYetGradually) {
  TargetGroup group;
  const Points small = around({0.2, 0.3}, 3, 1);
  settle(group, small, 1);
  Points points = both(small, around({0.8, 0.3}, 12, 10));
  double last = 0.2;
  double furthest = 0;
  for (int i = 0; i < 15; ++i) {
    const double x = group.find(points, kReach, kStep)->x;
    furthest = std::max(furthest, std::abs(x - last));
    last = x;
  }
  EXPECT_GT(last, 0.7);
  EXPECT_LT(furthest, 0.3);  // half of the way
}

TEST(TargetGroup, AMemberMayGoFurtherThanOneWhoJoins) {
  const Points core = around({0.5, 0.3}, 20, 1);
  const auto with_one_at = [&](double x) { return both(core, {{99, {x, 0.3}}}); };
  TargetGroup group;
  Points points = with_one_at(0.5 + 1.15 * kReach);
  settle(group, points, 5);
  group.find(points, kReach, kStep);
  EXPECT_EQ(points.back().belonging, 0);  // it has never been nearer
  settle(group, with_one_at(0.5 + 0.9 * kReach), 5);
  group.find(points, kReach, kStep);
  EXPECT_GT(points.back().belonging, 0.9);
}

TEST(TargetGroup, SomebodyAtTheEdgeDoesNotMakeItJump) {
  TargetGroup group;
  const Points core = around({0.5, 0.3}, 3, 1);
  std::mt19937 random(7);
  std::normal_distribution<double> scatter(0, 0.02);
  settle(group, core, 1);
  double last = 0;
  for (int step = 0; step < 300; ++step) {
    Points points = both(core, {{99, {0.5 + kReach + scatter(random), 0.3}}});
    const double middle = group.find(points, kReach, kStep)->x;
    if (step > 0) {
      EXPECT_LT(std::abs(middle - last), 0.03) << step;
    }
    last = middle;
  }
}

TEST(TargetGroup, AGroupThatIsGoneIsReplacedAtOnce) {
  TargetGroup group;
  settle(group, around({0.2, 0.3}, 5, 1), 1);
  Points others = around({0.8, 0.3}, 5, 10);
  EXPECT_NEAR(group.find(others, kReach, kStep)->x, 0.8, 0.05);
}

}  // namespace
}  // namespace gimbal

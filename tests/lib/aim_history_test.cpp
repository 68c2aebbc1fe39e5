#include "lib/camera/aim_history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gimbal {
namespace {

const FollowSettings kSettings = follow_settings(FollowProfile::kBalanced);

PlacedAim aim_at(double time) {
  return {time, true, {0.2 * time + 0.01 * std::sin(40 * time), 0.5}, 1, 0, false};
}

TEST(AimHistory, AimsWaitForTheirTime) {
  AimHistory history;
  EXPECT_TRUE(history.add(aim_at(1), kSettings));
  EXPECT_TRUE(history.add(aim_at(2), kSettings));
  history.advance(0.5, kSettings);
  EXPECT_EQ(history.newest(), nullptr);
  history.advance(1.5, kSettings);
  ASSERT_NE(history.newest(), nullptr);
  EXPECT_EQ(history.newest()->time, 1);
}

TEST(AimHistory, OrderOfArrivalDoesNotMatter) {
  AimHistory in_order;
  AimHistory mixed;
  std::vector<double> times;
  for (int i = 0; i < 20; ++i) {
    times.push_back(i / 15.0);
    in_order.add(aim_at(times.back()), kSettings);
  }
  in_order.advance(2, kSettings);
  std::swap(times[3], times[9]);
  std::swap(times[12], times[13]);
  std::swap(times[18], times[19]);
  for (const double time : times) {
    mixed.advance(2, kSettings);
    EXPECT_TRUE(mixed.add(aim_at(time), kSettings));
  }
  mixed.advance(2, kSettings);
  EXPECT_EQ(mixed.filter().position().x, in_order.filter().position().x);
  EXPECT_EQ(mixed.filter().velocity().x, in_order.filter().velocity().x);
}

TEST(AimHistory, WhatIsLongGoneIsRefused) {
  AimHistory history;
  history.add(aim_at(10), kSettings);
  history.advance(10, kSettings);
  EXPECT_TRUE(history.add(aim_at(9), kSettings));
  EXPECT_FALSE(history.add(aim_at(7), kSettings));
}

TEST(AimHistory, GoesOnForEver) {
  AimHistory history;
  for (int i = 0; i < 5000; ++i) {
    ASSERT_TRUE(history.add(aim_at(i / 60.0), kSettings)) << i;
    history.advance(i / 60.0, kSettings);
  }
  EXPECT_NEAR(history.filter().velocity().x, 0.2, 0.1);
}

TEST(AimHistory, NothingToFollowForgetsTheTarget) {
  AimHistory history;
  for (int i = 0; i < 5; ++i) {
    history.add(aim_at(i), kSettings);
  }
  history.add({6, false, {}, 1, 0, false}, kSettings);
  history.advance(7, kSettings);
  EXPECT_FALSE(history.filter().valid());
  EXPECT_FALSE(history.newest()->present);
}

}  // namespace
}  // namespace gimbal

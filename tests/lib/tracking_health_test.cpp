#include "lib/tracking/tracking_health.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

class TrackingHealthTest : public testing::Test {
 protected:
  std::string_view state_after(double confidence) {
    return name_of(health_.update(confidence).state);
  }
  bool fallback_after(double confidence) { return health_.update(confidence).fallback; }

  TrackingHealth health_;
};

TEST_F(TrackingHealthTest, BeginsLost) {
  EXPECT_EQ(TrackingVerdict().state, TrackingState::kLost);
  EXPECT_TRUE(TrackingVerdict().fallback);
  EXPECT_EQ(state_after(0.4799), "lost");
  EXPECT_TRUE(fallback_after(0.4799));
}

TEST_F(TrackingHealthTest, EveryThresholdIsWhereItIs) {
  EXPECT_EQ(state_after(0.48), "warning");
  EXPECT_EQ(state_after(0.6199), "warning");
  EXPECT_EQ(state_after(0.62), "stable");
  EXPECT_EQ(state_after(0.50), "stable");
  EXPECT_EQ(state_after(0.4999), "warning");
  EXPECT_EQ(state_after(0.28), "warning");
  EXPECT_EQ(state_after(0.2799), "lost");
  EXPECT_EQ(state_after(0.47), "lost");
}

TEST_F(TrackingHealthTest, GoesAsFarAsTheConfidenceReaches) {
  EXPECT_EQ(state_after(0.62), "stable");
  EXPECT_EQ(state_after(0.1), "lost");
  EXPECT_EQ(state_after(1), "stable");
  EXPECT_EQ(state_after(0), "lost");
}

TEST_F(TrackingHealthTest, TremblingAtAThresholdChangesNothing) {
  state_after(0.9);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(state_after(0.52), "stable");
    EXPECT_EQ(state_after(0.60), "stable");
  }
  state_after(0.45);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(state_after(0.30), "warning");
    EXPECT_EQ(state_after(0.61), "warning");
  }
}

TEST_F(TrackingHealthTest, TheFallbackHasItsOwnThresholds) {
  EXPECT_TRUE(fallback_after(0.4999));
  EXPECT_FALSE(fallback_after(0.50));
  EXPECT_FALSE(fallback_after(0.42));
  EXPECT_TRUE(fallback_after(0.4199));
  EXPECT_TRUE(fallback_after(0.49));
}

}  // namespace
}  // namespace gimbal

#include "lib/camera/target_memory.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace gimbal {
namespace {

TrackedTarget target(const std::string& id, double x, double y) {
  TrackedTarget target;
  target.id = id;
  target.cls = "player";
  target.x = x;
  target.y = y;
  return target;
}

/// Fifteen records a second; source and output are 16:9, so a width is a fraction.
class TargetMemoryTest : public testing::Test {
 protected:
  const std::vector<KnownTarget>& see(const std::vector<TrackedTarget>& targets) {
    time_ += 1.0 / 15;
    memory_.update(targets, time_, bounds_, {});
    return memory_.targets();
  }

  TargetMemory memory_;
  FramingBounds bounds_;
  double time_ = 10;
};

TEST_F(TargetMemoryTest, TheFirstOnesCountAtOnceLaterOnesFadeIn) {
  EXPECT_EQ(see({target("a", 0.5, 0.5)}).at(0).presence, 1);
  see({target("a", 0.5, 0.5), target("b", 0.2, 0.5)});
  EXPECT_NEAR(memory_.targets().at(1).presence, 1 - std::exp(-1.0 / 15 / 0.2), 1e-9);
  for (int i = 0; i < 15; ++i) {
    see({target("a", 0.5, 0.5), target("b", 0.2, 0.5)});
  }
  EXPECT_GT(memory_.targets().at(1).presence, 0.98);
}

TEST_F(TargetMemoryTest, OneThatIsMissedKeepsItsPlaceAndThenFades) {
  see({target("a", 0.5, 0.5), target("b", 0.2, 0.5)});
  see({target("a", 0.5, 0.5)});
  const KnownTarget& missed = memory_.targets().at(1);
  EXPECT_FALSE(missed.seen);
  EXPECT_EQ(missed.at.x, 0.2);
  EXPECT_EQ(missed.presence, 1);
  for (int i = 0; i < 5; ++i) {
    see({target("a", 0.5, 0.5)});
  }
  EXPECT_EQ(missed.at.x, 0.2);
  EXPECT_NEAR(missed.presence, std::exp(-(6.0 / 15 - 0.2) / 0.32), 1e-9);
}

TEST_F(TargetMemoryTest, OneThatIsMissedGoesOnAsItWent) {
  for (int i = 0; i < 30; ++i) {
    see({target("a", 0.2 + i * 0.01, 0.5)});
  }
  for (int i = 30; i < 33; ++i) {  // 0.2 s
    EXPECT_NEAR(see({}).at(0).at.x, 0.2 + i * 0.01, 0.002) << i;
    EXPECT_TRUE(memory_.counts(memory_.targets().at(0)));
  }
  const double there = memory_.targets().at(0).at.x;
  EXPECT_NEAR(see({}).at(0).at.x, there, 1e-9);
  EXPECT_FALSE(memory_.counts(memory_.targets().at(0)));
}

TEST_F(TargetMemoryTest, TheSpeedThatTheDetectorSaysCounts) {
  TrackedTarget runner = target("a", 0.2, 0.5);
  runner.vx = 0.3;
  runner.vy = -0.15;
  see({runner});
  EXPECT_NEAR(see({}).at(0).at.x, 0.2 + 0.3 / 15, 1e-9);
  EXPECT_NEAR(memory_.targets().at(0).at.y, 0.5 * 9 / 16 - 0.15 / 15 * 9 / 16, 1e-9);
}

TEST_F(TargetMemoryTest, OneThatIsGoneIsForgotten) {
  see({target("a", 0.5, 0.5), target("b", 0.2, 0.5)});
  for (int i = 0; i < 30; ++i) {
    see({target("a", 0.5, 0.5)});
  }
  EXPECT_EQ(memory_.targets().size(), 1U);
}

TEST_F(TargetMemoryTest, IsKnownAgainByItsId) {
  const auto key = see({target("a", 0.5, 0.5), target("b", 0.51, 0.5)}).at(0).key;
  see({target("b", 0.5, 0.5), target("a", 0.51, 0.5)});
  EXPECT_EQ(memory_.targets().size(), 2U);
  EXPECT_EQ(memory_.targets().at(0).key, key);
  EXPECT_NEAR(memory_.targets().at(0).at.x, 0.51, 1e-12);
}

TEST_F(TargetMemoryTest, WithoutAnIdByItsPlace) {
  const auto key = see({target("", 0.5, 0.5), target("", 0.7, 0.5)}).at(0).key;
  see({target("", 0.72, 0.5), target("", 0.52, 0.5)});
  ASSERT_EQ(memory_.targets().size(), 2U);
  EXPECT_EQ(memory_.targets().at(0).key, key);
  EXPECT_NEAR(memory_.targets().at(0).at.x, 0.52, 1e-12);
}

TEST_F(TargetMemoryTest, AJumpIsBelievedWhenItIsSeenAgain) {
  see({target("a", 0.2, 0.5)});
  EXPECT_EQ(see({target("a", 0.8, 0.5)}).at(0).at.x, 0.2);
  EXPECT_FALSE(memory_.targets().at(0).seen);
  EXPECT_NEAR(see({target("a", 0.21, 0.5)}).at(0).at.x, 0.21, 1e-12);  // it was an outlier
  see({target("a", 0.8, 0.5)});
  EXPECT_NEAR(see({target("a", 0.81, 0.5)}).at(0).at.x, 0.81, 1e-12);  // it was not
}

TEST_F(TargetMemoryTest, AfterAPauseItMayBeElsewhere) {
  see({target("a", 0.2, 0.5)});
  time_ += 0.8;
  EXPECT_EQ(see({target("a", 0.8, 0.5)}).at(0).at.x, 0.8);
}

TEST_F(TargetMemoryTest, ADetectorThatRenamesEverythingDoesNotFillIt) {
  for (int record = 0; record < 100; ++record) {
    std::vector<TrackedTarget> targets;
    for (std::size_t i = 0; i < kMaxTargets; ++i) {
      targets.push_back(target(std::to_string(record) + "." + std::to_string(i), 0.5, 0.5));
    }
    see(targets);
    ASSERT_LE(memory_.targets().size(), 3 * kMaxTargets);
  }
}

}  // namespace
}  // namespace gimbal

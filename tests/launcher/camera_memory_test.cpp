#include "launcher/camera_memory.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

constexpr Framing kShown{0.4, 0.4, 2};
constexpr Framing kGoal{0.7, 0.3, 4};

TEST(CameraMemory, KnowsNothingAtFirst) {
  EXPECT_TRUE(CameraMemory().replay().empty());
}

TEST(CameraMemory, AGoalIsWhereTheCameraWasSentNotWhereItWas) {
  CameraMemory memory;
  memory.remember(MoveTo{kGoal, false}, kShown);
  const auto replay = memory.replay();
  ASSERT_EQ(replay.size(), 1U);
  EXPECT_EQ(std::get<MoveTo>(replay[0]).framing, kGoal);
  EXPECT_TRUE(std::get<MoveTo>(replay[0]).cut) << "a new pipeline's first frame shows it";
}

TEST(CameraMemory, AMoveLeadsToWhereverItHasCome) {
  CameraMemory memory;
  memory.remember(MoveTo{kGoal, false}, kGoal);
  memory.remember(MoveAt{}, kGoal);
  memory.see(kShown, "manual");
  EXPECT_EQ(std::get<MoveTo>(memory.replay()[0]).framing, kShown);
}

TEST(CameraMemory, ACameraThatWasHandedBackIsNotSentToAnOldGoal) {
  CameraMemory memory;
  memory.remember(MoveTo{kGoal, false}, kShown);
  memory.see(kGoal, "manual");
  EXPECT_EQ(memory.replay().size(), 1U);
  memory.see(kShown, "tracking");
  EXPECT_TRUE(memory.replay().empty());
}

TEST(CameraMemory, OnHoldItIsWhereItWasStopped) {
  CameraMemory memory;
  memory.remember(MoveTo{kGoal, false}, kShown);
  memory.remember(ChangeMode{CameraMode::kHold}, kShown);
  memory.see(kShown, "hold");
  const auto replay = memory.replay();
  ASSERT_EQ(replay.size(), 2U);
  EXPECT_EQ(std::get<MoveTo>(replay[0]).framing, kShown);
  EXPECT_EQ(std::get<ChangeMode>(replay[1]).mode, CameraMode::kHold);
}

TEST(CameraMemory, PresetsComeFirstAndTheModeLast) {
  CameraMemory memory;
  memory.remember(ChangeMode{CameraMode::kHold}, kShown);
  memory.remember(StorePreset{"here", std::nullopt}, kShown);
  memory.remember(StorePreset{"goal", kGoal}, kShown);
  memory.remember(StorePreset{"gone", kGoal}, kShown);
  memory.remember(RemovePreset{"gone"}, kShown);
  memory.remember(GoToPreset{"goal"}, kShown);
  const auto replay = memory.replay();
  ASSERT_EQ(replay.size(), 4U);
  EXPECT_EQ(std::get<StorePreset>(replay[0]).framing, kGoal);
  EXPECT_EQ(std::get<StorePreset>(replay[1]).framing, kShown) << "what was shown was meant";
  EXPECT_EQ(std::get<MoveTo>(replay[2]).framing, kGoal);
  EXPECT_EQ(std::get<ChangeMode>(replay[3]).mode, CameraMode::kHold);
}

}  // namespace
}  // namespace gimbal

#include "launcher/command_lane.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

CameraOrder goal(double zoom = 1) {
  return CameraCommand(MoveTo{{0.5, 0.5, zoom}, false});
}

CameraOrder move() {
  return CameraCommand(MoveAt{});
}

CameraOrder mode() {
  return CameraCommand(ChangeMode{CameraMode::kHold});
}

CameraOrder preset() {
  return CameraCommand(GoToPreset{"wide"});
}

CameraOrder record() {
  return TrackingCommand{"{}"};
}

/// Tickets of what the lane gives out now.
std::vector<Ticket> given_out(CommandLane& lane) {
  std::vector<Ticket> tickets;
  while (const auto entry = lane.next()) {
    tickets.push_back(entry->ticket);
  }
  return tickets;
}

/// A lane whose camera has all it can take: tickets 1 to kMostWithCamera.
CommandLane busy_lane() {
  CommandLane lane;
  for (Ticket ticket = 1; ticket <= CommandLane::kMostWithCamera; ++ticket) {
    EXPECT_EQ(lane.push({ticket, goal()}), std::nullopt);
    EXPECT_EQ(given_out(lane), std::vector<Ticket>{ticket});
  }
  return lane;
}

TEST(CommandLane, KeepsTheOrder) {
  CommandLane lane;
  lane.push({1, preset()});
  lane.push({2, goal()});
  lane.push({3, preset()});
  EXPECT_EQ(given_out(lane), (std::vector<Ticket>{1, 2, 3}));
}

TEST(CommandLane, WhatWaitsLastIsOvertakenByItsLike) {
  CommandLane lane = busy_lane();
  EXPECT_EQ(lane.push({20, goal()}), std::nullopt);
  EXPECT_EQ(lane.push({21, move()}), Ticket{20}) << "two ways to say where to go";
  EXPECT_EQ(lane.push({22, record()}), std::nullopt);
  EXPECT_EQ(lane.push({23, record()}), Ticket{22});
  EXPECT_EQ(lane.push({24, preset()}), std::nullopt);
  EXPECT_EQ(lane.push({25, preset()}), std::nullopt) << "no preset is lost";
  EXPECT_EQ(given_out(lane), std::vector<Ticket>{});
  for (Ticket ticket = 1; ticket <= 4; ++ticket) {
    EXPECT_TRUE(lane.finish(ticket));
  }
  EXPECT_EQ(given_out(lane), (std::vector<Ticket>{21, 23, 24, 25}));
}

TEST(CommandLane, AGoalOvertakesNoneAcrossAModeOrAPreset) {
  for (const CameraOrder& between : {mode(), preset()}) {
    CommandLane lane = busy_lane();
    lane.push({20, goal()});
    lane.push({21, between});
    EXPECT_EQ(lane.push({22, goal()}), std::nullopt);
    EXPECT_EQ(lane.push({23, goal()}), Ticket{22});
    for (Ticket ticket = 1; ticket <= 3; ++ticket) {
      EXPECT_TRUE(lane.finish(ticket));
    }
    EXPECT_EQ(given_out(lane), (std::vector<Ticket>{20, 21, 23})) << "in the order asked";
  }
}

TEST(CommandLane, AnAnswerGivesBackWhatWasAsked) {
  CommandLane lane;
  lane.push({7, goal(3)});
  given_out(lane);
  EXPECT_FALSE(lane.finish(8)) << "never asked";
  const auto order = lane.finish(7);
  ASSERT_TRUE(order);
  EXPECT_EQ(std::get<MoveTo>(std::get<CameraCommand>(*order)).framing.zoom, 3);
  EXPECT_FALSE(lane.finish(7)) << "answered already";
}

TEST(CommandLane, ALostCameraTakesOnlyItsOwnWithIt) {
  CommandLane lane = busy_lane();
  lane.push({20, goal()});
  EXPECT_EQ(lane.abandon().size(), CommandLane::kMostWithCamera);
  EXPECT_EQ(given_out(lane), std::vector<Ticket>{20});
  lane.push({21, preset()});
  EXPECT_EQ(lane.clear(), (std::vector<Ticket>{20, 21}));
  EXPECT_EQ(given_out(lane), std::vector<Ticket>{});
}

}  // namespace
}  // namespace gimbal

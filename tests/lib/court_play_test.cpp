#include "lib/scene/court_play.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace gimbal {
namespace {

constexpr double kStep = 0.02;
constexpr double kMinutes = 3 * 60.0;
constexpr std::uint64_t kSeeds[] = {1, 2, 77, 0xffffffffffffffffU};

double distance(Spot a, Spot b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

TEST(CourtScript, EveryCycleHasEveryKindInAnOrderOfTheSeeds) {
  std::set<std::vector<PhaseKind>> orders;
  for (const std::uint64_t seed : kSeeds) {
    for (std::int64_t cycle = -1; cycle < 10; ++cycle) {
      std::vector<PhaseKind> order;
      for (std::int64_t slot = 0; slot < 4; ++slot) {
        order.push_back(phase_numbered(4 * cycle + slot, seed).kind);
      }
      EXPECT_EQ(std::set<PhaseKind>(order.begin(), order.end()).size(), 4U);
      orders.insert(order);
    }
  }
  EXPECT_GT(orders.size(), 10U);
}

TEST(CourtScript, PhasesFollowEachOtherAndLastSeconds) {
  for (const std::uint64_t seed : kSeeds) {
    for (std::int64_t number = 0; number < 40; ++number) {
      const Phase phase = phase_numbered(number, seed);
      EXPECT_EQ(phase_numbered(number + 1, seed).start, phase.start + phase.duration);
      EXPECT_EQ(phase_at(phase.start, seed).number, number);
      EXPECT_EQ(phase_at(phase.start + phase.duration - 1e-6, seed).number, number);
      EXPECT_GE(phase.duration, 5);
    }
  }
}

TEST(CourtPlay, PlayersKeepToHumanSpeedAndAcceleration) {
  double fastest = 0;
  double hardest = 0;
  for (const std::uint64_t seed : kSeeds) {
    for (double t = 1; t < kMinutes; t += kStep) {
      const auto before = court_moment(t - kStep, seed).players;
      const auto now = court_moment(t, seed).players;
      const auto after = court_moment(t + kStep, seed).players;
      for (std::size_t i = 0; i < kPlayers; ++i) {
        const Spot a = before[i].spot;
        const Spot b = now[i].spot;
        const Spot c = after[i].spot;
        fastest = std::max(fastest, distance(a, b) / kStep);
        hardest = std::max(hardest,
                           std::hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y) / (kStep * kStep));
      }
    }
  }
  EXPECT_LE(fastest, kTopSpeed);
  EXPECT_GT(fastest, 6);  // a fast break is a sprint
  EXPECT_LE(hardest, kTopAcceleration);
  EXPECT_GT(hardest, 3);
}

TEST(CourtPlay, PlayersStayOnTheCourt) {
  for (double t = 0; t < kMinutes; t += 0.1) {
    for (const CourtPlayer& player : court_moment(t, 1).players) {
      EXPECT_TRUE(player.spot.x > 0 && player.spot.x < kCourtLength);
      EXPECT_TRUE(player.spot.y > 0 && player.spot.y < kCourtWidth);
    }
  }
}

TEST(CourtPlay, TheBallNeverJumps) {
  double fastest = 0;
  for (const std::uint64_t seed : kSeeds) {
    CourtBall last = court_moment(0, seed).ball;
    for (double t = kStep; t < kMinutes; t += kStep) {
      const CourtBall ball = court_moment(t, seed).ball;
      fastest = std::max(fastest, distance(ball.spot, last.spot) / kStep);
      EXPECT_LT(std::fabs(ball.height - last.height), 10 * kStep) << t;
      EXPECT_GT(ball.height, 0.1);
      last = ball;
    }
  }
  EXPECT_LT(fastest, 25);  // a hard pass by somebody who runs
  EXPECT_GT(fastest, 8);
}

TEST(CourtPlay, TheBallIsPassedDribbledAndShotByBothTeams) {
  std::set<int> holders;
  int shots = 0;
  int bounces = 0;
  double last_height = 1;
  bool falling = false;
  for (double t = 0; t < kMinutes; t += kStep) {
    const CourtMoment moment = court_moment(t, 1);
    for (int i = 0; i < kPlayers; ++i) {
      if (distance(moment.players[static_cast<std::size_t>(i)].spot, moment.ball.spot) < 0.5) {
        holders.insert(i);
      }
    }
    const Phase phase = phase_at(t, 1);
    shots += moment.ball.height > 2.9 && distance(moment.ball.spot, hoop_of(phase)) < 0.2 ? 1 : 0;
    const bool now_falling = moment.ball.height < last_height;
    bounces += falling && !now_falling && moment.ball.height < 0.4 ? 1 : 0;
    falling = now_falling;
    last_height = moment.ball.height;
  }
  EXPECT_EQ(holders.size(), static_cast<std::size_t>(kPlayers));
  EXPECT_GE(shots, 20);  // one a phase
  EXPECT_GT(bounces, 50);
}

TEST(CourtPlay, InAStopEverybodyStandsStillForSeconds) {
  for (std::int64_t number = 0; number < 12; ++number) {
    const Phase phase = phase_numbered(number, 1);
    if (phase.kind != PhaseKind::kStop) {
      continue;
    }
    const auto early = court_moment(phase.start + 4.5, 1).players;
    for (double t = 4.5; t < phase.duration; t += 0.25) {
      const auto now = court_moment(phase.start + t, 1).players;
      for (std::size_t i = 0; i < kPlayers; ++i) {
        EXPECT_EQ(distance(now[i].spot, early[i].spot), 0) << t;
      }
    }
  }
}

TEST(CourtPlay, AFastBreakGoesToTheOtherEnd) {
  for (std::int64_t number = 0; number < 12; ++number) {
    const Phase phase = phase_numbered(number, 1);
    if (phase.kind != PhaseKind::kFastBreak) {
      continue;
    }
    const double moved =
        court_moment(phase.start + 6, 1).ball.spot.x - court_moment(phase.start, 1).ball.spot.x;
    EXPECT_GT(phase.attack_right ? moved : -moved, 15);
  }
}

TEST(CourtPlay, OrderOfAskingDoesNotMatter) {
  std::map<double, double> forward;
  for (double t = 0; t < 100; t += 3.7) {
    forward[t] = court_moment(t, 5).ball.spot.x + court_moment(t, 5).players[3].spot.y;
  }
  for (auto known = forward.rbegin(); known != forward.rend(); ++known) {
    EXPECT_EQ(
        court_moment(known->first, 5).ball.spot.x + court_moment(known->first, 5).players[3].spot.y,
        known->second);
  }
}

TEST(CourtPlay, SeedsAreDifferentGamesThatGoOnForEver) {
  EXPECT_NE(court_moment(10, 1).ball.spot.x, court_moment(10, 2).ball.spot.x);
  constexpr double kYear = 365 * 86400.0;
  const CourtMoment late = court_moment(kYear, 1);
  EXPECT_TRUE(late.ball.spot.x > -1 && late.ball.spot.x < kCourtLength + 1);
  EXPECT_NE(court_moment(kYear + 1, 1).ball.spot.x, late.ball.spot.x);
}

}  // namespace
}  // namespace gimbal

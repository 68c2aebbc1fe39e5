// Where players and ball are at any time of the game: a function of time and seed, with no state.
#pragma once

#include <array>
#include <cstdint>

#include "lib/scene/court_script.hpp"

namespace gimbal {

// What people can do. Every player stays within these at all times.
inline constexpr double kTopSpeed = 8.0;         ///< metres a second
inline constexpr double kTopAcceleration = 6.0;  ///< metres a second squared

struct CourtPlayer {
  Spot spot;         ///< between the feet
  double speed = 0;  ///< metres a second
};

struct CourtBall {
  Spot spot;          ///< the floor below it
  double height = 0;  ///< metres above the floor
};

struct CourtMoment {
  std::array<CourtPlayer, kPlayers> players;
  CourtBall ball;
};

/// The moment at `seconds` since the start.
CourtMoment court_moment(double seconds, std::uint64_t seed);

}  // namespace gimbal

// What is played on the court and when: phases, formations and who has the ball, all drawn from a
// seed. In metres and seconds; how players get from place to place is court_play's.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace gimbal {

inline constexpr double kCourtLength = 28.0;
inline constexpr double kCourtWidth = 15.0;
inline constexpr double kHoopHeight = 3.05;
inline constexpr int kPlayersPerTeam = 5;
inline constexpr int kPlayers = 2 * kPlayersPerTeam;  ///< 0 to 4 home, who attack to the right

/// A place on the floor in metres: x from the left baseline, y from the far side line.
struct Spot {
  double x = 0;
  double y = 0;
};

enum class PhaseKind { kSetPlay, kFastBreak, kStop, kOcclusion };

/// A few seconds of one kind of play. Each cycle of four has every kind once.
struct Phase {
  std::int64_t number = 0;  ///< since the start; those before it are negative
  PhaseKind kind = PhaseKind::kSetPlay;
  double start = 0;           ///< seconds
  double duration = 0;        ///< seconds
  bool attack_right = false;  ///< home has the ball
  std::uint64_t chance = 0;   ///< decides what is random within the phase
};

Phase phase_numbered(std::int64_t number, std::uint64_t seed);
Phase phase_at(double seconds, std::uint64_t seed);

/// The middle of the basket that is attacked.
Spot hoop_of(const Phase& phase);

/// A formation to be in: who walks when the phase is `start` seconds old, and where to.
struct Move {
  double start = 0;
  Spot to;
};

/// The moves of a player in that phase, in order; at least one. The last place does not depend on
/// any other phase, so that the next one can begin there.
std::vector<Move> moves_of(const Phase& phase, int player);

inline constexpr int kHoop = -1;

/// The ball comes to `holder` (a player, or the hoop) when the phase is `time` seconds old.
struct Touch {
  double time = 0;
  int holder = 0;
  bool dribbles = false;
};

/// Who has the ball in `phase`, in order, from time 0 to its end. The first one is the last of the
/// phase before.
std::vector<Touch> touches_of(const Phase& phase, std::uint64_t seed);

/// A number from 0 to 1 that only `key` and `index` decide.
double chance_of(std::uint64_t key, std::uint64_t index);

}  // namespace gimbal

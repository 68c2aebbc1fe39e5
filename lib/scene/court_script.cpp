#include "lib/scene/court_script.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gimbal {

namespace {

constexpr std::int64_t kKinds = 4;
constexpr double kCycleSeconds = 36;

// Places as seen by the attack: first metres from the baseline under the basket, then metres from
// the far side. Neighbours on the line of sight are kept 1.2 m apart sideways, so that the wide
// camera sees everybody; in the occlusion they stand behind each other.
using Team = std::array<Spot, kPlayersPerTeam>;

struct Formation {
  double attack_start;  // seconds of the phase
  double defence_start;
  Team attack;
  Team defence;
};

struct Pass {
  double time;
  int role;
  bool dribbles;
};

/// The ball's way through a phase. Roles count within a team; after the shot the nearest player of
/// the team that attacks next takes the ball.
struct BallScript {
  std::vector<Pass> passes;
  double in_hoop;
  double rebound;
  int attack_rebounder;
  int defence_rebounder;
};

/// What is done in the phases of one kind.
struct Play {
  double seconds;
  bool changes_ends;
  std::vector<Formation> formations;
  BallScript ball;
};

const Play& play_of(PhaseKind kind) {
  static const Play set_play{
      .seconds = 12,
      .changes_ends = true,
      .formations = {{0.9,
                      0.1,
                      {{{9.2, 7.5}, {7.0, 2.4}, {7.4, 12.6}, {4.6, 10.6}, {3.0, 4.2}}},
                      {{{7.6, 7.4}, {5.6, 3.4}, {5.9, 11.4}, {3.2, 9.4}, {1.6, 5.4}}}},
                     {7.8,
                      8.0,
                      {{{8.8, 5.2}, {4.4, 1.9}, {8.0, 11.0}, {5.8, 13.4}, {3.4, 10.2}}},
                      {{{7.3, 5.8}, {3.0, 3.0}, {6.5, 10.0}, {4.4, 12.4}, {2.0, 9.2}}}}},
      .ball = {
          {{1.3, 0, true}, {7.4, 2, false}, {8.6, 1, true}, {9.8, 4, false}}, 11.0, 11.6, 4, 4}};
  static const Play fast_break{
      .seconds = 8,
      .changes_ends = true,
      .formations = {{0.1,
                      0.9,
                      {{{2.4, 6.6}, {3.2, 2.4}, {3.6, 12.6}, {8.6, 5.0}, {9.6, 10.4}}},
                      {{{4.2, 8.0}, {5.4, 4.0}, {6.4, 11.6}, {10.8, 7.4}, {11.4, 3.4}}}}},
      .ball = {{{1.2, 0, true}, {4.3, 1, true}, {5.6, 0, false}}, 6.8, 7.4, 1, 0}};
  static const Play stop{
      .seconds = 8,
      .changes_ends = false,
      .formations = {{0.1,
                      0.1,
                      {{{5.8, 7.5}, {3.2, 4.3}, {3.2, 10.7}, {9.6, 5.5}, {9.4, 10.5}}},
                      {{{8.0, 9.0}, {2.0, 4.3}, {2.0, 10.7}, {4.4, 4.3}, {8.2, 4.0}}}}},
      .ball = {{{2.6, 0, false}}, 7.1, 7.7, 1, 1}};
  static const Play occlusion{
      .seconds = 8,
      .changes_ends = false,
      .formations = {{0.1,
                      0.1,
                      {{{2.6, 6.9}, {3.7, 6.0}, {4.8, 7.1}, {3.5, 9.0}, {8.8, 7.0}}},
                      {{{2.8, 8.0}, {3.5, 7.2}, {4.6, 8.3}, {3.3, 10.1}, {7.4, 7.6}}}},
                     {4.3,
                      4.4,
                      {{{3.4, 6.0}, {2.9, 7.2}, {4.1, 8.2}, {4.3, 9.4}, {8.4, 8.2}}},
                      {{{3.6, 7.1}, {2.7, 8.3}, {4.3, 9.3}, {4.4, 10.5}, {7.0, 8.2}}}}},
      .ball = {{{1.4, 4, true}, {3.4, 2, false}, {5.0, 0, true}}, 6.9, 7.5, 0, 0}};
  switch (kind) {
    case PhaseKind::kSetPlay:
      return set_play;
    case PhaseKind::kFastBreak:
      return fast_break;
    case PhaseKind::kStop:
      return stop;
    case PhaseKind::kOcclusion:
      break;
  }
  return occlusion;
}

/// Mixes its input's bits; Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

std::uint64_t mixed(std::uint64_t key, std::uint64_t index) {
  return mixed(mixed(key) ^ index);
}

/// The kinds of one cycle of four phases, shuffled.
std::array<PhaseKind, kKinds> order_of(std::int64_t cycle, std::uint64_t seed) {
  std::array order{PhaseKind::kSetPlay, PhaseKind::kFastBreak, PhaseKind::kStop,
                   PhaseKind::kOcclusion};
  std::uint64_t chance = mixed(seed, static_cast<std::uint64_t>(cycle));
  for (std::size_t left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[chance % left]);
    chance /= left;
  }
  return order;
}

bool changes_ends(PhaseKind kind) {
  return play_of(kind).changes_ends;
}

bool attacks(const Phase& phase, int player) {
  return (player < kPlayersPerTeam) == phase.attack_right;
}

int player_of(bool home, int role) {
  return home ? role : kPlayersPerTeam + role;
}

/// Plays are run to either side; the roles go with them.
bool is_mirrored(const Phase& phase) {
  return chance_of(phase.chance, 0) < 0.5;
}

/// The player who ends `phase` with the ball, for the team that attacks in `next`.
int rebounder_of(const Phase& phase, const Phase& next) {
  const BallScript& script = play_of(phase.kind).ball;
  const bool same_team = phase.attack_right == next.attack_right;
  return player_of(next.attack_right,
                   same_team ? script.attack_rebounder : script.defence_rebounder);
}

}  // namespace

double chance_of(std::uint64_t key, std::uint64_t index) {
  constexpr double kSteps = 9007199254740992.0;  // 2^53, what a double holds
  return static_cast<double>(mixed(key, index) >> 11) / kSteps;
}

Phase phase_numbered(std::int64_t number, std::uint64_t seed) {
  const std::int64_t slot = ((number % kKinds) + kKinds) % kKinds;
  const std::int64_t cycle = (number - slot) / kKinds;
  const auto order = order_of(cycle, seed);
  const auto before = order.begin() + slot;
  Phase phase;
  phase.number = number;
  phase.kind = *before;
  phase.start =
      std::accumulate(order.begin(), before, static_cast<double>(cycle) * kCycleSeconds,
                      [](double sum, PhaseKind kind) { return sum + play_of(kind).seconds; });
  phase.duration = play_of(phase.kind).seconds;
  // Two kinds of a cycle change ends, so that every cycle begins at the same one.
  const bool changed = std::count_if(order.begin(), before + 1, changes_ends) % 2 == 1;
  phase.attack_right = changed == (seed % 2 == 1);
  phase.chance = mixed(seed ^ 0x636f757274U, static_cast<std::uint64_t>(number));
  return phase;
}

Phase phase_at(double seconds, std::uint64_t seed) {
  const auto cycle = static_cast<std::int64_t>(std::floor(seconds / kCycleSeconds));
  Phase phase = phase_numbered(cycle * kKinds, seed);
  while (seconds >= phase.start + phase.duration) {
    phase = phase_numbered(phase.number + 1, seed);
  }
  return phase;
}

Spot hoop_of(const Phase& phase) {
  constexpr double kFromBaseline = 1.575;
  return {phase.attack_right ? kCourtLength - kFromBaseline : kFromBaseline, kCourtWidth / 2};
}

std::vector<Move> moves_of(const Phase& phase, int player) {
  const auto role = static_cast<std::size_t>(player % kPlayersPerTeam);
  const bool attacking = attacks(phase, player);
  // Not all in the same instant, or those who stand together would run together.
  const double delay =
      0.2 * static_cast<double>(2 * role % 5) + 0.2 * chance_of(phase.chance, 100 + role);
  std::vector<Move> moves;
  for (const Formation& formation : play_of(phase.kind).formations) {
    const Spot place = (attacking ? formation.attack : formation.defence)[role];
    const double y = is_mirrored(phase) ? kCourtWidth - place.y : place.y;
    moves.push_back({(attacking ? formation.attack_start : formation.defence_start) + delay,
                     {phase.attack_right ? kCourtLength - place.x : place.x, y}});
  }
  return moves;
}

std::vector<Touch> touches_of(const Phase& phase, std::uint64_t seed) {
  const BallScript& script = play_of(phase.kind).ball;
  std::vector<Touch> touches{
      {0, rebounder_of(phase_numbered(phase.number - 1, seed), phase), false}};
  for (const Pass& pass : script.passes) {
    const int player = player_of(phase.attack_right, pass.role);
    if (player == touches.back().holder) {
      touches.back().dribbles = pass.dribbles;  // has it already
    } else {
      touches.push_back({pass.time, player, pass.dribbles});
    }
  }
  touches.push_back({script.in_hoop, kHoop, false});
  touches.push_back(
      {script.rebound, rebounder_of(phase, phase_numbered(phase.number + 1, seed)), false});
  return touches;
}

}  // namespace gimbal

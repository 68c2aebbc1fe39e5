#include "lib/scene/court_play.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gimbal {

namespace {

// Below the limits of court_play.hpp, because swaying is added to running.
constexpr double kRunSpeed = 7.3;
constexpr double kRunAcceleration = 4.3;

constexpr double kHandHeight = 1.1;
constexpr double kBallRadius = 0.12;
constexpr double kPassSpeed = 12;  // metres a second

double distance(Spot a, Spot b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

Spot between(Spot a, Spot b, double part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

/// From 0 to 1 with no speed at either end; at most 1.5 in speed and 6 in acceleration.
double eased(double part) {
  const double t = std::clamp(part, 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

/// How long a run from rest to rest takes within the limits.
double run_seconds(double metres) {
  return std::max({1.0, 1.5 * metres / kRunSpeed, std::sqrt(6 * metres / kRunAcceleration)});
}

/// One phase of the game with what it needs of the one before.
class Play {
 public:
  Play(double seconds, std::uint64_t seed)
      : phase_(phase_at(seconds, seed)),
        before_(phase_numbered(phase_.number - 1, seed)),
        touches_(touches_of(phase_, seed)) {
    for (int player = 0; player < kPlayers; ++player) {
      const auto i = static_cast<std::size_t>(player);
      from_[i] = moves_of(before_, player).back().to;
      moves_[i] = moves_of(phase_, player);
    }
  }

  /// `time` counts from the start of the phase here and below.
  double time_of(double seconds) const { return seconds - phase_.start; }

  Spot player(int player, double time) const {
    const auto i = static_cast<std::size_t>(player);
    Spot spot = from_[i];
    double free_at = 0;
    for (const Move& move : moves_[i]) {
      const double start = std::max(move.start, free_at);
      const double seconds = run_seconds(distance(spot, move.to));
      if (time < start + seconds) {
        return swayed(between(spot, move.to, eased((time - start) / seconds)), player, time);
      }
      spot = move.to;
      free_at = start + seconds;
    }
    return swayed(spot, player, time);
  }

  CourtBall ball(double time) const {
    const auto next = std::find_if(touches_.begin() + 1, touches_.end(),
                                   [time](const Touch& touch) { return touch.time > time; });
    const Touch& touch = *(next - 1);
    if (next == touches_.end()) {
      return held(touch, time, phase_.duration);
    }
    const double release = next->time - flight_seconds(touch, *next);
    return time < release
               ? held(touch, time, release)
               : flying(held(touch, release, release), held(*next, next->time, next->time),
                        (time - release) / (next->time - release));
  }

 private:
  /// Nobody stands like a post, but in a stop they do.
  Spot swayed(Spot spot, int player, double time) const {
    if (phase_.kind == PhaseKind::kStop) {
      return spot;
    }
    constexpr double kMetres = 0.18;
    constexpr double kFadeSeconds = 1.5;
    const double fade = eased(std::min(time, phase_.duration - time) / kFadeSeconds);
    const auto wave = [&](std::uint64_t axis) {
      const std::uint64_t key = 200 + 10 * axis + static_cast<std::uint64_t>(player);
      const double period = 3 + 2 * chance_of(phase_.chance, key);
      return kMetres * fade *
             std::sin(2 * std::numbers::pi * (time / period + chance_of(phase_.chance, key + 50)));
    };
    return {spot.x + wave(0), spot.y + wave(1)};
  }

  double flight_seconds(const Touch& from, const Touch& to) const {
    constexpr double kShotSeconds = 0.8;
    if (to.holder == kHoop) {
      return kShotSeconds;
    }
    if (from.holder == kHoop) {
      return to.time - from.time;
    }
    const double metres = distance(player(from.holder, to.time), player(to.holder, to.time));
    return std::clamp(metres / kPassSpeed, 0.25, to.time - from.time);
  }

  /// In the hands of its holder, who lets it go at `release`.
  CourtBall held(const Touch& touch, double time, double release) const {
    if (touch.holder == kHoop) {
      return {hoop_of(phase_), kHoopHeight};
    }
    const Spot spot = player(touch.holder, time);
    const double ahead = touch.holder < kPlayersPerTeam ? 0.4 : -0.4;  // the way they attack
    return {{spot.x + ahead, spot.y + 0.1},
            touch.dribbles ? bounce(touch.time, time, release) : kHandHeight};
  }

  /// Whole bounces from hand to hand: |cos| falls and rises like a ball that is pushed.
  static double bounce(double from, double time, double to) {
    constexpr double kBouncesPerSecond = 1.7;
    const double bounces = std::round((to - from) * kBouncesPerSecond);
    if (bounces < 1) {
      return kHandHeight;
    }
    const double part = bounces * (time - from) / (to - from);
    return kBallRadius + (kHandHeight - kBallRadius) * std::fabs(std::cos(std::numbers::pi * part));
  }

  static CourtBall flying(const CourtBall& from, const CourtBall& to, double part) {
    const bool shot = to.height > from.height;
    const double arc = (shot ? 1.2 : 0.1) + 0.05 * distance(from.spot, to.spot);
    return {between(from.spot, to.spot, part),
            from.height + (to.height - from.height) * part + 4 * arc * part * (1 - part)};
  }

  Phase phase_;
  Phase before_;
  std::vector<Touch> touches_;
  std::array<Spot, kPlayers> from_;
  std::array<std::vector<Move>, kPlayers> moves_;
};

}  // namespace

CourtMoment court_moment(double seconds, std::uint64_t seed) {
  constexpr double kStep = 0.01;  // for the speed
  const Play play(seconds, seed);
  const double time = play.time_of(seconds);
  CourtMoment moment;
  for (int i = 0; i < kPlayers; ++i) {
    const Spot spot = play.player(i, time);
    moment.players[static_cast<std::size_t>(i)] = {
        spot, distance(spot, play.player(i, time + kStep)) / kStep};
  }
  moment.ball = play.ball(time);
  return moment;
}

}  // namespace gimbal

#include "lib/camera/jerk_limited_move.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

AxisState moved(const AxisState& s, double jerk, double t) {
  return {s.position + t * (s.velocity + t * (s.acceleration / 2 + t * jerk / 6)),
          s.velocity + t * (s.acceleration + t * jerk / 2), s.acceleration + t * jerk};
}

AxisState mirrored(const AxisState& s) {
  return {-s.position, -s.velocity, -s.acceleration};
}

}  // namespace

void JerkLimitedMove::add(double duration, double jerk) {
  if (duration <= 0) {
    return;
  }
  pieces_[count_++] = {duration, jerk, last_};
  last_ = moved(last_, jerk, duration);
  duration_ += duration;
}

/// From the end of the last piece to `speed` with no acceleration left: up to three pieces.
void JerkLimitedMove::add_ramp(double speed, const AxisLimits& limits) {
  const double a0 = last_.acceleration;
  const double j = limits.jerk;
  // The speed once the present acceleration has run out says which way to accelerate.
  const double natural = last_.velocity + a0 * std::abs(a0) / (2 * j);
  const double sign = speed >= natural ? 1 : -1;
  const double a = sign * a0;
  const double gain = sign * (speed - last_.velocity);
  const double peak = std::min(std::sqrt(std::max(0.0, j * gain + a * a / 2)), limits.acceleration);
  const double to_peak = (peak - a) / j;  // negative where it starts beyond the limit
  const double gained = (a + peak) / 2 * std::abs(to_peak) + peak * peak / (2 * j);
  const double hold = peak > 0 ? (gain - gained) / peak : 0;
  add(std::abs(to_peak), to_peak < 0 ? -sign * j : sign * j);
  add(hold, 0);
  add(peak / j, -sign * j);
  last_.velocity = speed;
  last_.acceleration = 0;
}

/// Where it comes to rest when it brakes at once.
double JerkLimitedMove::stopping_point(const AxisLimits& limits) const {
  JerkLimitedMove stop(*this);
  stop.add_ramp(0, limits);
  return stop.last_.position;
}

JerkLimitedMove JerkLimitedMove::at_speed(const AxisState& start, double speed,
                                          const AxisLimits& limits) {
  JerkLimitedMove move;
  move.last_ = start;
  move.add_ramp(std::clamp(speed, -limits.velocity, limits.velocity), limits);
  return move;
}

JerkLimitedMove JerkLimitedMove::to(const AxisState& start, double goal, const AxisLimits& limits) {
  if (start.position == goal && start.velocity == 0 && start.acceleration == 0) {
    return JerkLimitedMove(goal);
  }
  JerkLimitedMove here;
  here.last_ = start;
  const bool back = here.stopping_point(limits) > goal;
  const bool overshoots = back ? start.position < goal : start.position > goal;
  if (back) {
    here.last_ = mirrored(start);
    goal = -goal;
  }
  const auto via = [&](double speed) {
    JerkLimitedMove move(here);
    move.add_ramp(speed, limits);
    return move;
  };
  const auto end = [&](double speed) { return via(speed).stopping_point(limits); };

  // Brake at once, or speed up first: the speed between is the one that ends at the goal.
  double speed = limits.velocity;
  if (end(speed) > goal) {
    const double natural =
        std::clamp(here.last_.velocity + here.last_.acceleration *
                                             std::abs(here.last_.acceleration) / (2 * limits.jerk),
                   0.0, limits.velocity);
    const bool faster = end(natural) <= goal;
    double low = faster ? natural : 0;
    double high = faster ? limits.velocity : natural;
    for (int i = 0; i < 64; ++i) {
      const double middle = (low + high) / 2;
      (end(middle) <= goal ? low : high) = middle;
    }
    speed = low;
  }
  JerkLimitedMove move = via(speed);
  if (speed == limits.velocity) {
    move.add((goal - move.stopping_point(limits)) / speed, 0);
  }
  move.add_ramp(0, limits);
  move.last_ = {goal, 0, 0};
  move.overshoots_ = overshoots;
  if (back) {
    for (Piece& piece : move.pieces_) {
      piece.start = mirrored(piece.start);
      piece.jerk = -piece.jerk;
    }
    move.last_ = mirrored(move.last_);
  }
  return move;
}

AxisState JerkLimitedMove::at(double time) const {
  if (count_ > 0 && time < duration_) {
    double t = std::max(0.0, time);
    std::size_t i = 0;
    while (i + 1 < count_ && t > pieces_[i].duration) {
      t -= pieces_[i++].duration;
    }
    return moved(pieces_[i].start, pieces_[i].jerk, t);
  }
  return moved(last_, 0, std::max(0.0, time - duration_));
}

}  // namespace gimbal

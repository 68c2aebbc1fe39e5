// How fast the targets of a detector move, from where its records say they were.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/tracking/record.hpp"

namespace gimbal {

/// Speeds are finite differences of the places of one id, smoothed with a time constant of 0.2 s.
class TargetSpeeds {
 public:
  /// Fills `vx` and `vy` of the targets that have an id, have been seen before and do not say them
  /// themselves. `time`: seconds at which the picture was taken, on a clock that all records share.
  /// A record that is late, or says the same time again, gets the speeds that are known. One that
  /// is more than a second from the last sight of a target begins it anew, and so does one that
  /// follows it by less than `shortest_gap` seconds.
  void fill(std::vector<TrackedTarget>& targets, double time, double shortest_gap = 0);

  /// Nothing that was seen counts any more: the clock is another one.
  void forget() { sights_.clear(); }

 private:
  struct Axis {
    double at = 0;
    std::optional<double> speed;  // per second
    void move(double to, double seconds);
  };
  struct Sight {
    double time = 0;
    Axis x;
    Axis y;
  };

  void see(TrackedTarget& target, double time, double shortest_gap);
  void forget_oldest();

  std::map<std::string, Sight, std::less<>> sights_;
};

}  // namespace gimbal

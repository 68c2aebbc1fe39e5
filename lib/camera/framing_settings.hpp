// How targets become a picture: which of them count, and how much room they get.
#pragma once

#include <string>
#include <vector>

namespace gimbal {

/// Lengths are in widths of the largest crop, so that they do not depend on the zoom, unless said.
/// `docs/framing.md` explains the rules.
struct FramingSettings {
  // Who counts.
  std::vector<std::string> target_classes;  ///< what to follow; empty: everything
  double min_confidence = 0.3;              ///< 0 to 1: a target that is less sure does not count
  double max_targets = 100;    ///< 1 to 100: so many at most; 1: one, and the same while it is seen
  double target_patience = 1;  ///< s, 0 to 30: wait for one that is missing before taking another
  double target_attack = 0.2;  ///< s, 0.01 to 10: how long a target that appears takes to count
  double target_decay = 0.32;  ///< s, 0.01 to 10: how long one that is not seen goes on counting
  double group_reach = 0.25;   ///< 0.05 to 2: further from the group's centre does not belong to it

  // The ball.
  double ball_weight = 0.3;  ///< 0 to 1: how far the aim goes from the players to the ball
  double ball_reach = 0.4;   ///< 0 to 2: a ball further from the players is ignored

  // How much room.
  double margin = 0.15;         ///< of the crop, 0 to 0.45: left free at each side
  double subject_height = 0.5;  ///< of the crop, 0.05 to 1: no target's box is higher
  double headroom = 0.03;       ///< of the crop's height, 0 to 0.4: how far to aim above people
  double closest_zoom = 4;      ///< 1 to 16: targets are not framed closer
  double widen_time = 0.3;      ///< s, 0 to 10: how long targets that spread take to be believed
  double tighten_time = 1;      ///< s, 0 to 10: how long targets that gather take
};

}  // namespace gimbal

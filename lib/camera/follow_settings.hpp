// How a camera follows: every number of its motion, with unit and range.
#pragma once

#include "lib/camera/crop.hpp"

namespace gimbal {

/// Lengths are in crop widths (cw) of the crop that is shown, in both directions; so a camera that
/// has zoomed in moves less of the source in the same time. `docs/camera-motion.md` explains the
/// model.
struct FollowSettings {
  Framing home;          ///< where to go when there is nothing to follow
  double lookahead = 0;  ///< s, 0 to 1.5: how much later frames come than their detections

  // What detections are worth.
  double detector_noise = 0.018;  ///< cw, 0.001 to 0.2: how far detections scatter
  double outlier_gate = 5;        ///< 2 to 20: so many times its usual error makes an outlier
  double outlier_jump = 0.11;   ///< cw, 0.01 to 1: so far from where it should be makes an outlier
  double agility = 0.8;         ///< cw2/s3, 0.001 to 20: how suddenly a target changes its speed
  double steadiness = 0.00015;  ///< cw2/s3, 0.0001 to 20: likewise while detections scatter evenly
  double prediction = 0.95;     ///< 0 to 1.5: how much of a detection's age is made good

  // When to move at all.
  double start_within = 0.076;  ///< cw, 0 to 0.5: an offset that starts a move if it lasts
  double start_after = 0.1;     ///< s, 0 to 2: how long it has to last
  double start_ahead = 0.22;    ///< s, 0 to 1: offsets count as they will be so much later
  double certainty = 1;         ///< 0 to 4: offsets count less so many of their standard errors
  double start_beyond = 0.098;  ///< cw, 0 to 0.5: an offset that starts a move at once
  double stop_within = 0.012;   ///< cw, 0 to 0.5: a move ends so near its goal, once it is slow
  double stop_speed = 0.004;    ///< cw/s, 0 to 1: what slow is
  double slack = 0.016;         ///< cw, 0 to 0.2: how far behind the target a move aims

  // Lead room: look where the target is going.
  double lead_time = 0.008;  ///< s, 0 to 2: how far ahead
  double lead_limit = 0.12;  ///< cw, 0 to 0.4: at most
  double lead_speed = 0.12;  ///< cw/s, 0.01 to 2: lead room grows from here to twice this speed

  // How to move.
  double speed_share = 0.84;   ///< 0 to 1.2: how much of the target's speed is taken over at once
  double response_near = 1.7;  ///< 1/s, 0.2 to 20: how firmly a small offset is closed
  double response_far = 7.3;   ///< 1/s, 0.2 to 20: how firmly a large one is
  double far_offset = 0.36;    ///< cw, 0.01 to 1: what a large offset is
  double far_speed = 0.25;     ///< cw/s, 0.01 to 5: a target this fast is followed as firmly
  double max_speed = 0.96;     ///< cw/s, 0.01 to 10
  double max_acceleration = 5.3;  ///< cw/s2, 0.01 to 100
  double max_jerk = 300;          ///< cw/s3, 0.1 to 1000
  double path_lag = 0.31;         ///< s, 0 to 1.5: so much of the look-ahead makes the path timely

  // Zoom, in octaves: 1 is twice as near.
  double zoom_response = 1.7;      ///< 1/s, 0.1 to 10: how firmly a zoom is closed
  double zoom_in_speed = 0.35;     ///< octaves/s, 0.01 to 10
  double zoom_out_speed = 0.7;     ///< octaves/s, 0.01 to 10
  double zoom_acceleration = 1.5;  ///< octaves/s2, 0.01 to 100
  double zoom_jerk = 8;            ///< octaves/s3, 0.1 to 1000
  double zoom_in_after = 1;        ///< s, 0 to 30: calm needed before zooming in
  double calm_speed = 0.15;        ///< cw/s, 0 to 5: what calm is
  double zoom_in_from = 1.10;      ///< 1 to 4: zoom in only where this much more is wanted
  double zoom_out_from = 0.95;     ///< 0.25 to 1: zoom out where less than this part is wanted
  double speed_widening = 1.2;     ///< 1 to 2: how much wider the crop gets at full speed

  // When the target is lost.
  double coast_time = 0.2;  ///< s, 0 to 5: go on at its last speed
  double fade_time = 0.2;   ///< s, 0 to 5: then slow down
  double hold_time = 2.5;   ///< s, 0 to 60: then stay
  double return_time = 4;   ///< s, 0.5 to 60: then go home, in this time
};

/// A consistent set of all of the above.
enum class FollowProfile {
  kCalm,      ///< talks, church services, theatre: late rather than restless
  kBalanced,  ///< what most sports and events want
  kAction,    ///< fast play in a tight crop: close to the target rather than smooth
};

FollowSettings follow_settings(FollowProfile profile);

/// What a drive that goes `lookahead` seconds ahead of the picture takes for `settings`. Up to half
/// a second it follows the more gently the more time it has. Beyond, its path is averaged over so
/// long that it does better to be quick: then also a sudden move is shown in time.
FollowSettings drive_settings(const FollowSettings& settings, double lookahead);

}  // namespace gimbal

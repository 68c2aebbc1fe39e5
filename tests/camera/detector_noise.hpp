// What a detector makes of the truth: it scatters, lies, misses, goes blind and is late.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/camera/aim.hpp"
#include "tests/camera/chance.hpp"
#include "tests/camera/traces.hpp"

namespace gimbal {

struct DetectorNoise {
  double rate = 15;              ///< detections a second
  double scatter = 0.013;        ///< standard deviation, crop widths
  double outliers = 0.03;        ///< share that is somewhere else
  double outlier_reach = 0.5;    ///< so far away at most, crop widths
  double misses = 0.10;          ///< share that is not there
  double dropout_every = 20;     ///< seconds; 0: never
  double dropout_seconds = 1.5;  ///< how long a dropout lasts
  double latency = 0.1;          ///< seconds from the picture to its detection

  static DetectorNoise none();  ///< a perfect one, but late
};

/// When the detector goes blind, the first time at `first` seconds. Where the target would run far
/// while it cannot be seen, that comes later: a camera that guessed would be as wrong as one that
/// waits, and where the target is found again would measure the luck of the draw. A way of up to
/// 0.3 crop widths stays hidden, which is within the picture.
std::vector<double> dropouts(const Trace& trace, const DetectorNoise& noise, double first);

/// Whether it is blind at `time`.
bool is_blind(double time, const std::vector<double>& dropouts, const DetectorNoise& noise);

/// What is wrong with one detection.
struct DetectionError {
  double dx = 0;  ///< crop widths
  double dy = 0;  ///< crop widths
  bool outlier = false;
  bool missed = false;
};

/// Draws the same numbers whatever becomes of the detection, so that settings can be compared.
DetectionError draw_error(const DetectorNoise& noise, Chance& chance);

/// An aim and the time at which it is known.
struct LateAim {
  double arrival = 0;
  Aim aim;
};

/// In the order of arrival.
std::vector<LateAim> detections(const Trace& trace, const DetectorNoise& noise, std::uint64_t seed);

/// Whether no dropout hides the beginning of a move. How late a camera is that could not see it
/// begin says how long it was blind.
bool sees_moves_begin(const Trace& trace, const std::vector<LateAim>& aims);

}  // namespace gimbal

// What detectors of every format write about the same picture.
#pragma once

#include <string>
#include <vector>

#include "lib/codec/tracking_formats/tracking_format.hpp"
#include "lib/scene/box.hpp"

namespace gimbal {

/// A picture and what is on it.
struct Sight {
  int frame = 0;         ///< its number, from 0
  double pts = 0;        ///< seconds
  double unix_time = 0;  ///< seconds since 1970, for formats that say nothing else
  int width = 0;         ///< of what the detector sees, in pixels
  int height = 0;
  std::vector<Box> boxes;  ///< in those pixels, all inside
};

/// All of it, as one message or, for Frigate, as one for each box.
std::string write_sight(TrackingFormat format, const Sight& sight);

}  // namespace gimbal

// What a detector's messages leave unsaid about the picture that they are of.
#pragma once

#include <string>

namespace gimbal {

struct TrackingSource {
  int width = 0;          ///< of the picture that the detector saw, in pixels; 0 where unknown
  int height = 0;         ///< as above
  double frame_rate = 0;  ///< frames a second, from 0.01; 0 where unknown
  std::string camera;     ///< of messages that name one, the one to take; empty: there is only one
};

}  // namespace gimbal

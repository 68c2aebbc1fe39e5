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

/// `said` by the user, and where that leaves something open, as `video` is.
inline TrackingSource completed(TrackingSource said, const TrackingSource& video) {
  said.width = said.width == 0 ? video.width : said.width;
  said.height = said.height == 0 ? video.height : said.height;
  said.frame_rate = said.frame_rate == 0 ? video.frame_rate : said.frame_rate;
  if (said.camera.empty()) {
    said.camera = video.camera;
  }
  return said;
}

}  // namespace gimbal

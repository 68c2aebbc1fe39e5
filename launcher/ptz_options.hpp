// The options of `gimbal ptz`, read from the command line and checked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "launcher/common_options.hpp"
#include "launcher/tracking_options.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal {

/// How the camera is driven. Names are those of virtualptz's properties.
struct CameraOptions {
  std::string mode = "manual";
  std::string profile = "balanced";
  std::string method = "auto";
  std::string aspect = "crop";
  std::int64_t lookahead = 0;         ///< nanoseconds
  std::int64_t detector_latency = 0;  ///< nanoseconds
  TrackingOptions tracking;
};

struct PtzOptions {
  CommonOptions common;
  Source source;
  int source_width = 1920;  ///< of a scene
  int source_height = 1080;
  int width = 0;  ///< 0 follows the other side; both 0 is 1280x720
  int height = 0;
  FrameRate fps;    ///< of a scene
  int max_fps = 0;  ///< 0: the source's own rate
  Framing framing;
  CameraOptions camera;
  double start_seconds = 0;
  bool loop = false;
};

/// As read_stream_options, without the environment.
Result<PtzOptions> read_ptz_options(std::vector<std::string> arguments, int video_fd);

}  // namespace gimbal

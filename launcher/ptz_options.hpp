// The options of `gimbal ptz`, read from the command line and checked.
#pragma once

#include <string>
#include <vector>

#include "launcher/common_options.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal {

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
  double start_seconds = 0;
  bool loop = false;
};

/// As read_stream_options, without the environment.
Result<PtzOptions> read_ptz_options(std::vector<std::string> arguments, int video_fd);

}  // namespace gimbal

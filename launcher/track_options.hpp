// The options of `gimbal track`, read from the command line and checked.
#pragma once

#include <string>
#include <vector>

#include "launcher/push_options.hpp"

namespace gimbal {

struct TrackOptions {
  PushOptions push;
  std::string job_id;
};

/// The error is one line; empty where help was asked for and has been printed to `help_fd`.
Result<TrackOptions> read_track_options(std::vector<std::string> arguments, int help_fd);

}  // namespace gimbal

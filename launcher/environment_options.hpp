// Options from environment variables.
#pragma once

#include <glib.h>

#include <string>
#include <vector>

namespace gimbal {

/// The options among `entries` that the environment sets, as arguments: GIMBAL_START_TIMEOUT=5 is
/// "--start-timeout=5". A flag is set by 1, true or yes. An empty variable sets nothing.
std::vector<std::string> environment_arguments(const std::vector<GOptionEntry>& entries);

}  // namespace gimbal

// Options from environment variables.
#pragma once

#include <glib.h>

#include <string>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

/// The options among `entries` that the environment sets, as arguments: GIMBAL_START_TIMEOUT=5 is
/// "--start-timeout=5". A flag is 1, true, yes or on, else 0, false, no or off. An empty variable
/// sets nothing. The error names the variable.
Result<std::vector<std::string>> environment_arguments(const std::vector<GOptionEntry>& entries);

/// " (GIMBAL_FPS and GIMBAL_GOP are set in the environment)" for an error about the options; empty
/// where none is.
std::string environment_note(const std::vector<GOptionEntry>& entries);

}  // namespace gimbal

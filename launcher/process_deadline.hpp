// The last resort: ends the process when its main thread does not get on.
#pragma once

#include <chrono>
#include <string>

namespace gimbal {

/// Unless `set` or `clear` is called again within `time`, the process ends with status 1, having
/// said `line` (one line for the user, without its newline) on standard error. It works even where
/// the main thread is stuck in a driver: never leave a viewer hanging.
void set_process_deadline(std::chrono::milliseconds time, const std::string& line);
void clear_process_deadline();

/// From now on the process has 300 ms; then it ends at once with `status`, without a word. A
/// decoder or a network element that does not stop must not keep a dead stream alive.
void begin_shutdown_deadline(int status);

}  // namespace gimbal

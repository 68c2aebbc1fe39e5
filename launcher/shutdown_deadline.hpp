// A bound on how long an orderly end may take.
#pragma once

namespace gimbal {

/// From now on the process has 300 ms; then it ends at once with `status`. A decoder or a network
/// element that does not stop must not keep a dead stream alive.
void begin_shutdown_deadline(int status);

}  // namespace gimbal

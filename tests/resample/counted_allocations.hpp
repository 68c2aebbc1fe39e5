// Counts what a test program allocates with new. Linked, it replaces the allocator of the program.
#pragma once

namespace gimbal {

/// By any thread, since the program began.
int allocations_so_far();

}  // namespace gimbal

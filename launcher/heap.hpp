// The heap of a process that streams.
#pragma once

namespace gimbal {

/// Lets the heap take frames, instead of mapping each anew, and have huge pages for its first 64
/// MiB where the kernel gives them to those who ask. The first frame passes through some 20 MB that
/// nobody has touched before, which in pages of 4 KiB takes milliseconds. Call it before there is
/// another thread. Does nothing where GLIBC_TUNABLES is set: whoever tunes the heap knows better.
void set_up_heap();

}  // namespace gimbal

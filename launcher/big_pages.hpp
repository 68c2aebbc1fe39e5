// Memory in big pages.
#pragma once

namespace gimbal {

/// Lets the heap of this process have huge pages, where the kernel gives them to those who ask, and
/// take frames from the heap instead of mapping each anew. The first frame touches some 20 MB for
/// the first time, which in pages of 4 KiB takes a tenth of the time to the first byte. Call it
/// before there is another thread.
void use_big_pages();

}  // namespace gimbal

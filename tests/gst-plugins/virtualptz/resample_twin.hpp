// The kernels on the CPU: every block of a launch, one after the other, step by step, through the
// same resample.h.
#pragma once

#include <vector>

#include "gst-plugins/virtualptz/cuda/resample.h"

namespace gimbal::resample {

/// A block's shared memory, filled anew for each with what no result may depend on.
class SharedMemory {
 public:
  explicit SharedMemory(unsigned bytes) : words_((bytes + 15) / 16) {}
  float* start() {
    for (Words& words : words_) {
      words = {{-1e30F, 1e30F, -1e30F, 1e30F}};
    }
    return words_.front().values;
  }

 private:
  struct alignas(16) Words {
    float values[4];
  };
  std::vector<Words> words_;
};

template <class Sample, int kChannels>
void run_block(const Plane& plane, int column, int row, SharedMemory& shared) {
  if (!Tile<Sample, kChannels>::is_needed(plane, column, row)) {
    return;
  }
  const Tile<Sample, kChannels> tile(plane, column, row, shared.start());
  for (int thread = 0; thread < kThreads; ++thread) {
    tile.weigh(thread);
  }
  for (int thread = 0; thread < kThreads; ++thread) {
    tile.filter_lines(thread);
  }
  for (int thread = 0; thread < kThreads; ++thread) {
    tile.write(thread);
  }
}

/// A launch of `columns` x `rows` blocks a plane; `Sample` as in Tile.
template <class Sample>
void run_kernel_twin(const Frame& frame, unsigned columns, unsigned rows, unsigned shared_bytes) {
  SharedMemory shared(shared_bytes);
  for (int row = 0; row < static_cast<int>(rows); ++row) {
    for (int column = 0; column < static_cast<int>(columns); ++column) {
      run_block<Sample, 1>(frame.planes[0], column, row, shared);
      run_block<Sample, 2>(frame.planes[1], column, row, shared);
    }
  }
}

}  // namespace gimbal::resample

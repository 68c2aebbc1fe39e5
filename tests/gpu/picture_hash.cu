// The kernel: the hash of an NV12 picture, a warp for each row. The arithmetic is picture_hash.h.
#include "tests/gpu/picture_hash.h"

/// Adds to `*sum`. One block of kHashLanes threads for each of hashed_rows(). Looked up by name:
/// device_hash.cpp.
extern "C" __global__ void gimbal_hash_nv12(gimbal::cudainterop::Nv12Target picture,
                                            unsigned long long* sum) {
  unsigned long long part = gimbal::hash_words(picture, static_cast<int>(blockIdx.x),
                                               static_cast<int>(threadIdx.x), gimbal::kHashLanes);
  for (int distance = gimbal::kHashLanes / 2; distance > 0; distance /= 2) {
    part += __shfl_down_sync(0xFFFFFFFFU, part, distance);
  }
  if (threadIdx.x == 0) {
    atomicAdd(sum, part);
  }
}

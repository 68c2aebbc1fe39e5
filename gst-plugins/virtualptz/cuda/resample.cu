// The kernels: one launch a frame, both planes. The arithmetic is resample.h.
#include "gst-plugins/virtualptz/cuda/resample.h"

namespace {

using namespace gimbal::resample;

template <class Sample, int kChannels>
__device__ void make_tile(const Plane& plane) {
  extern __shared__ float4 shared[];
  const int column = static_cast<int>(blockIdx.x);
  const int row = static_cast<int>(blockIdx.y);
  if (!Tile<Sample, kChannels>::is_needed(plane, column, row)) {
    return;
  }
  const Tile<Sample, kChannels> tile(plane, column, row, reinterpret_cast<float*>(shared));
  const int thread = static_cast<int>(threadIdx.x);
  tile.weigh(thread);
  __syncthreads();
  tile.filter_lines(thread);
  __syncthreads();
  tile.write(thread);
}

template <class Sample>
__device__ void make_tile_of(const Frame& frame) {
  if (blockIdx.z == 0) {
    make_tile<Sample, 1>(frame.planes[0]);
  } else {
    make_tile<Sample, 2>(frame.planes[1]);
  }
}

}  // namespace

/// Blocks of kThreads, one for each tile; z is the plane. Looked up by name: resample_kernel.cpp.
extern "C" __global__ void __launch_bounds__(kThreads)
    gimbal_resample_nv12(const __grid_constant__ Frame frame) {
  make_tile_of<std::uint8_t>(frame);
}

extern "C" __global__ void __launch_bounds__(kThreads)
    gimbal_resample_p010(const __grid_constant__ Frame frame) {
  make_tile_of<std::uint16_t>(frame);
}

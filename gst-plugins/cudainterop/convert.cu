// The kernel: one launch a frame, RGBA texture in, NV12 planes out. The arithmetic is convert.h.
#include "convert.h"

namespace {

struct TextureReader {
  cudaTextureObject_t texture;

  __device__ gimbal::cudainterop::Rgb operator()(int x, int y) const {
    const uchar4 p =
        tex2D<uchar4>(texture, static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
    return {static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)};
  }
};

}  // namespace

/// `texture`: unnormalised coordinates, nearest, read as integers. Looked up by name:
/// converter.cpp.
extern "C" __global__ void gimbal_rgba_to_nv12(cudaTextureObject_t texture,
                                               gimbal::cudainterop::Nv12Target target,
                                               gimbal::cudainterop::Matrix matrix) {
  const int column = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  const int row = static_cast<int>(blockIdx.y * blockDim.y + threadIdx.y);
  gimbal::cudainterop::convert_block(TextureReader{texture}, target, matrix, column, row);
}

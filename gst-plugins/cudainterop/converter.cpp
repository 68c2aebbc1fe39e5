#include "gst-plugins/cudainterop/converter.hpp"

#include <gst/cuda/cuda-gst.h>

#include <array>

#include "gst-plugins/cuda/cuda_error.hpp"

/// The image of convert.cu (kernel_image.S).
// NOLINTNEXTLINE(readability-identifier-naming): an assembler symbol
extern "C" const unsigned char gimbal_cudainterop_kernels[];

namespace gimbal::cudainterop {
namespace {

constexpr unsigned kThreadsX = 32;
constexpr unsigned kThreadsY = 8;

unsigned blocks(int pixels, int pixels_a_thread, unsigned threads) {
  const unsigned a_block = static_cast<unsigned>(pixels_a_thread) * threads;
  return (static_cast<unsigned>(pixels) + a_block - 1) / a_block;
}

}  // namespace

Result<std::unique_ptr<Converter>> Converter::create(CUstream stream) {
  std::unique_ptr<Converter> self(new Converter(stream));
  if (auto error = self->module_.load(gimbal_cudainterop_kernels)) {
    return *error;
  }
  const auto kernel = self->module_.function("gimbal_rgba_to_nv12");
  if (!kernel) {
    return Error{kernel.error()};
  }
  self->kernel_ = *kernel;
  return self;
}

Converter::~Converter() {
  if (texture_ != 0) {
    CuTexObjectDestroy(texture_);
  }
}

std::optional<Error> Converter::launch(CUarray rgba, const Nv12Target& target,
                                       const Matrix& matrix) {
  // A texture object does not outlive the mapping of its array, so it is made for each frame.
  CUDA_RESOURCE_DESC resource{};
  resource.resType = CU_RESOURCE_TYPE_ARRAY;
  resource.res.array.hArray = rgba;
  CUDA_TEXTURE_DESC sampling{};
  sampling.addressMode[0] = CU_TR_ADDRESS_MODE_CLAMP;
  sampling.addressMode[1] = CU_TR_ADDRESS_MODE_CLAMP;
  sampling.addressMode[2] = CU_TR_ADDRESS_MODE_CLAMP;
  sampling.filterMode = CU_TR_FILTER_MODE_POINT;
  sampling.flags = CU_TRSF_READ_AS_INTEGER;
  if (auto error =
          check(CuTexObjectCreate(&texture_, &resource, &sampling, nullptr), "cuTexObjectCreate")) {
    texture_ = 0;
    return error;
  }
  Nv12Target target_argument = target;
  Matrix matrix_argument = matrix;
  std::array<void*, 3> arguments = {&texture_, &target_argument, &matrix_argument};
  return check(CuLaunchKernel(kernel_, blocks(target.width, kBlockWidth, kThreadsX),
                              blocks(target.height, kBlockHeight, kThreadsY), 1, kThreadsX,
                              kThreadsY, 1, 0, stream_, arguments.data(), nullptr),
               "cuLaunchKernel");
}

std::optional<Error> Converter::finish() {
  auto error = check(CuStreamSynchronize(stream_), "cuStreamSynchronize");
  if (texture_ != 0) {
    const auto destroyed = check(CuTexObjectDestroy(texture_), "cuTexObjectDestroy");
    texture_ = 0;
    if (!error) {
      error = destroyed;
    }
  }
  return error;
}

}  // namespace gimbal::cudainterop

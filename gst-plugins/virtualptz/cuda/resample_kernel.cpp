#include "gst-plugins/virtualptz/cuda/resample_kernel.hpp"

#include <gst/cuda/cuda-gst.h>

#include <algorithm>
#include <array>

#include "gst-plugins/cuda/cuda_error.hpp"

/// The image of resample.cu (kernel_image.S).
// NOLINTNEXTLINE(readability-identifier-naming): an assembler symbol
extern "C" const unsigned char gimbal_resample_kernels[];

namespace gimbal::resample {

Result<std::unique_ptr<ResampleKernel>> ResampleKernel::create(CUstream stream, Format format) {
  std::unique_ptr<ResampleKernel> self(new ResampleKernel(stream));
  if (const auto error = self->module_.load(gimbal_resample_kernels)) {
    return *error;
  }
  const auto kernel = self->module_.function(format == Format::kNv12 ? "gimbal_resample_nv12"
                                                                     : "gimbal_resample_p010");
  if (!kernel) {
    return Error{kernel.error()};
  }
  self->kernel_ = *kernel;
  return self;
}

std::optional<Error> ResampleKernel::launch(const Frame& frame) const {
  Frame argument = frame;
  std::array<void*, 1> arguments = {&argument};
  const Grid grid = grid_of(frame);
  return check(CuLaunchKernel(kernel_, grid.columns, grid.rows, kPlanes, kThreads, 1, 1,
                              grid.shared_bytes, stream_, arguments.data(), nullptr),
               "cuLaunchKernel");
}

std::optional<Error> ResampleKernel::finish() const {
  return check(CuStreamSynchronize(stream_), "cuStreamSynchronize");
}

}  // namespace gimbal::resample

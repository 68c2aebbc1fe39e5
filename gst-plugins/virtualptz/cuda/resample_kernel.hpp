// The compiled kernels on one CUDA context: load, launch, wait.
#pragma once

#include <memory>
#include <optional>

#include "gst-plugins/cuda/kernel_module.hpp"
#include "gst-plugins/virtualptz/cuda/resample.h"

namespace gimbal::resample {

enum class Format { kNv12, kP010 };

/// Every function, the destructor too, wants the CUDA context of create() to be current.
class ResampleKernel {
 public:
  /// Works on `stream`, which outlives it.
  static Result<std::unique_ptr<ResampleKernel>> create(CUstream stream, Format format);

  /// Queues one frame. finish() comes before its memory goes to somebody else, also after an error.
  std::optional<Error> launch(const Frame& frame) const;
  /// Waits until what was queued is done.
  std::optional<Error> finish() const;

 private:
  explicit ResampleKernel(CUstream stream) : stream_(stream) {}

  CUstream stream_;
  KernelModule module_;
  CUfunction kernel_ = nullptr;
};

}  // namespace gimbal::resample

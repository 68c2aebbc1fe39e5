// The compiled kernel on one CUDA context: load, launch, wait.
#pragma once

#include <gst/cuda/gstcudacontext.h>

#include <memory>
#include <optional>

#include "gst-plugins/cuda/kernel_module.hpp"
#include "gst-plugins/cudainterop/convert.h"
#include "lib/base/result.hpp"

namespace gimbal::cudainterop {

/// Every function, the destructor too, wants the CUDA context of create() to be current.
class Converter {
 public:
  /// Works on `stream`, which outlives it.
  static Result<std::unique_ptr<Converter>> create(CUstream stream);
  ~Converter();
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  /// Queues the conversion of `rgba` (four 8-bit channels) into device memory. One frame at a time:
  /// finish() comes before the next launch(), also after an error.
  std::optional<Error> launch(CUarray rgba, const Nv12Target& target, const Matrix& matrix);
  /// Waits until what was queued is done.
  std::optional<Error> finish();

 private:
  explicit Converter(CUstream stream) : stream_(stream) {}

  CUstream stream_;
  KernelModule module_;
  CUfunction kernel_ = nullptr;
  CUtexObject texture_ = 0;
};

}  // namespace gimbal::cudainterop

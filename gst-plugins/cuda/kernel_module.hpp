// A compiled kernel image on one CUDA context.
#pragma once

#include <gst/cuda/gstcudacontext.h>

#include <optional>

#include "lib/base/result.hpp"

namespace gimbal {

/// All of it, the destructor too, wants the CUDA context of load() to be current.
class KernelModule {
 public:
  KernelModule() = default;
  ~KernelModule();
  KernelModule(const KernelModule&) = delete;
  KernelModule& operator=(const KernelModule&) = delete;

  /// `image` is a fat binary (kernel_image.S). Once.
  std::optional<Error> load(const unsigned char* image);

  /// The kernel of that name, which lives as long as the module.
  Result<CUfunction> function(const char* name) const;

 private:
  CUmodule module_ = nullptr;
};

}  // namespace gimbal

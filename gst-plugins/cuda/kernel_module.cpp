#include "gst-plugins/cuda/kernel_module.hpp"

#include <gst/cuda/cuda-gst.h>

#include "gst-plugins/cuda/cuda_error.hpp"

namespace gimbal {

KernelModule::~KernelModule() {
  if (module_ != nullptr) {
    CuModuleUnload(module_);
  }
}

std::optional<Error> KernelModule::load(const unsigned char* image) {
  const CUresult loaded = CuModuleLoadData(&module_, image);
  auto error = check(loaded, "cuModuleLoadData");
  if (loaded == CUDA_ERROR_NO_BINARY_FOR_GPU || loaded == CUDA_ERROR_UNSUPPORTED_PTX_VERSION) {
    error->text +=
        "; this build has no kernel for this GPU and driver: it needs compute capability 7.5 or "
        "newer, and for a GPU newer than the CUDA toolkit it was built with, a driver as new as "
        "that toolkit";
  }
  return error;
}

Result<CUfunction> KernelModule::function(const char* name) const {
  CUfunction function = nullptr;
  if (auto error = check(CuModuleGetFunction(&function, module_, name), "cuModuleGetFunction")) {
    return *error;
  }
  return function;
}

}  // namespace gimbal

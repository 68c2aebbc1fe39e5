#include "gst-plugins/cudainterop/cuda_driver.hpp"

#include <dlfcn.h>
#include <gst/cuda/cuda-gst.h>
#include <gst/cuda/gstcudaloader.h>

#include <string>

#include "gst-plugins/cuda/cuda_error.hpp"

namespace gimbal::cudainterop {
namespace {

constexpr const char* kLibrary = "libcuda.so.1";
constexpr const char* kOrElse = ", or use glreadback instead of cudainterop.";

std::string why_not_loaded() {
  void* library = dlopen(kLibrary, RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) {
    return std::string("No NVIDIA driver: ") + kLibrary +
           " could not be loaded. Install the NVIDIA driver" + kOrElse;
  }
  dlclose(library);
  return std::string("The NVIDIA driver is too old: ") + kLibrary +
         " lacks functions that GStreamer needs (GST_DEBUG=cudaloader:1 names them). Update the "
         "NVIDIA driver" +
         kOrElse;
}

}  // namespace

std::optional<Error> check_driver(int device) {
  if (!gst_cuda_load_library()) {
    return Error{why_not_loaded()};
  }
  int count = 0;
  const CUresult started = CuInit(0);
  if (started != CUDA_ERROR_NO_DEVICE) {
    auto error = check(started, "cuInit");
    if (!error) {
      error = check(CuDeviceGetCount(&count), "cuDeviceGetCount");
    }
    if (error) {
      return Error{"The NVIDIA driver does not start: " + error->text +
                   ". Run nvidia-smi; load the kernel module or, in a container, pass the GPU in" +
                   kOrElse};
    }
  }
  if (count == 0) {
    return Error{std::string("No NVIDIA GPU: the driver is installed but finds no CUDA device. "
                             "Check nvidia-smi and CUDA_VISIBLE_DEVICES") +
                 kOrElse};
  }
  if (device >= count) {
    return Error{"There is no CUDA device " + std::to_string(device) + ": this machine has " +
                 std::to_string(count) + ", numbered from 0. Set cuda-device to -1 or to at most " +
                 std::to_string(count - 1) + "."};
  }
  return std::nullopt;
}

}  // namespace gimbal::cudainterop

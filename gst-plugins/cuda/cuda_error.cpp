#include "gst-plugins/cuda/cuda_error.hpp"

#include <gst/cuda/cuda-gst.h>

#include <array>

namespace gimbal {

std::optional<Error> check(CUresult result, const char* call) {
  if (result == CUDA_SUCCESS) {
    return std::nullopt;
  }
  const char* name = nullptr;
  const char* meaning = nullptr;
  // Both fail for a number newer than the driver.
  if (CuGetErrorName(result, &name) != CUDA_SUCCESS || name == nullptr) {
    return Error{std::string(call) + " failed: error " + std::to_string(static_cast<int>(result))};
  }
  std::string text = std::string(call) + " failed: " + name;
  if (CuGetErrorString(result, &meaning) == CUDA_SUCCESS && meaning != nullptr) {
    text += std::string(" (") + meaning + ")";
  }
  return Error{std::move(text)};
}

std::string device_name(CUdevice device) {
  std::array<char, 256> name{};
  if (CuDeviceGetName(name.data(), static_cast<int>(name.size()) - 1, device) != CUDA_SUCCESS) {
    return "unknown";
  }
  return name.data();
}

std::string describe_device(CUdevice device) {
  return "CUDA device " + std::to_string(device) + " (" + device_name(device) + ")";
}

CUdevice device_of(GstCudaContext* context) {
  guint device = 0;
  g_object_get(context, "cuda-device-id", &device, nullptr);
  return static_cast<CUdevice>(device);
}

CurrentContext::CurrentContext(GstCudaContext* context)
    : error_(check(CuCtxPushCurrent(static_cast<CUcontext>(gst_cuda_context_get_handle(context))),
                   "cuCtxPushCurrent")) {}

CurrentContext::~CurrentContext() {
  if (!error_) {
    CUcontext popped = nullptr;
    CuCtxPopCurrent(&popped);
  }
}

}  // namespace gimbal

// Is there an NVIDIA GPU with OpenGL and CUDA here? And what of its driver GStreamer does not load.
#pragma once

#include <dlfcn.h>
#include <gst/gst.h>

#include <algorithm>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "lib/egl/egl_devices.hpp"

namespace gimbal {

/// The NVIDIA driver by itself, without the CUDA toolkit's headers.
class CudaDriver {
 public:
  CudaDriver() : library_(dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL)) {}
  CudaDriver(const CudaDriver&) = delete;
  CudaDriver& operator=(const CudaDriver&) = delete;

  bool loaded() const { return library_ != nullptr; }

  int count_devices() const {
    int count = 0;
    return call("cuInit", 0U) && call("cuDeviceGetCount", &count) ? count : 0;
  }

  /// Calls a function of the driver by its name in libcuda.so.1, with arguments of exactly its
  /// types. False where it fails or is not there.
  template <class... Arguments>
  bool call(const char* name, Arguments... arguments) const {
    const auto function = reinterpret_cast<int (*)(Arguments...)>(dlsym(library_, name));
    return function != nullptr && function(arguments...) == 0;
  }

 private:
  void* library_;  // stays loaded: drivers do not like to be unloaded
};

/// Why nothing can be done on a GPU here; empty where it can.
inline std::string why_no_gpu(const CudaDriver& driver) {
  if (!driver.loaded()) {
    return "no NVIDIA driver: libcuda.so.1 does not load";
  }
  if (driver.count_devices() == 0) {
    return "no NVIDIA GPU: the driver finds no CUDA device";
  }
  const auto devices = list_egl_devices();
  if (!devices || std::none_of(devices->begin(), devices->end(),
                               [](const EglDevice& device) { return device.cuda_ordinal == 0; })) {
    return "no OpenGL on the GPU: no EGL device is CUDA device 0";
  }
  if (!GstObjectHandle<GstElementFactory>(gst_element_factory_find("cudainterop"))) {
    return "there is no element cudainterop";
  }
  return "";
}

}  // namespace gimbal

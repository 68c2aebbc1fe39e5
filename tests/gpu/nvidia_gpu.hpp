// Is there an NVIDIA GPU with OpenGL and CUDA here, and how much of its memory is free?
#pragma once

#include <dlfcn.h>
#include <gst/gst.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

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

  /// Bytes that are free on the device, whoever takes the others.
  std::size_t free_memory(int device) const {
    void* context = nullptr;
    void* popped = nullptr;
    std::size_t free = 0;
    std::size_t total = 0;
    EXPECT_TRUE(call("cuDevicePrimaryCtxRetain", &context, device));
    EXPECT_TRUE(call("cuCtxPushCurrent_v2", context));
    EXPECT_TRUE(call("cuMemGetInfo_v2", &free, &total));
    EXPECT_TRUE(call("cuCtxPopCurrent_v2", &popped));
    EXPECT_TRUE(call("cuDevicePrimaryCtxRelease_v2", device));
    return free;
  }

  /// What a device has left is taken while this lives, down to a megabyte.
  class Hoard {
   public:
    Hoard(const CudaDriver& driver, int device) : driver_(driver), device_(device) {
      void* context = nullptr;
      EXPECT_TRUE(driver_.call("cuDevicePrimaryCtxRetain", &context, device_));
      EXPECT_TRUE(driver_.call("cuCtxPushCurrent_v2", context));
      for (std::size_t bytes = std::size_t{1} << 36; bytes >= std::size_t{1} << 20;) {
        std::uintptr_t memory = 0;
        if (driver_.call("cuMemAlloc_v2", &memory, bytes)) {
          taken_.push_back(memory);
        } else {
          bytes /= 2;
        }
      }
    }
    ~Hoard() {
      for (const std::uintptr_t memory : taken_) {
        EXPECT_TRUE(driver_.call("cuMemFree_v2", memory));
      }
      void* popped = nullptr;
      EXPECT_TRUE(driver_.call("cuCtxPopCurrent_v2", &popped));
      EXPECT_TRUE(driver_.call("cuDevicePrimaryCtxRelease_v2", device_));
    }
    Hoard(const Hoard&) = delete;
    Hoard& operator=(const Hoard&) = delete;

   private:
    const CudaDriver& driver_;
    int device_;
    std::vector<std::uintptr_t> taken_;
  };
  Hoard take_all_memory(int device) const { return Hoard(*this, device); }

 private:
  template <class... Arguments>
  bool call(const char* name, Arguments... arguments) const {
    const auto function = reinterpret_cast<int (*)(Arguments...)>(dlsym(library_, name));
    return function != nullptr && function(arguments...) == 0;
  }

  void* library_;  // stays loaded: drivers do not like to be unloaded
};

/// Why nothing can be tested here; empty where it can.
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
  for (const char* element : {"cudainterop", "cudadownload"}) {
    if (!GstObjectHandle<GstElementFactory>(gst_element_factory_find(element))) {
      return std::string("there is no element ") + element;
    }
  }
  return "";
}

}  // namespace gimbal

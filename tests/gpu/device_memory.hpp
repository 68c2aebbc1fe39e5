// The memory of a GPU: how much of it is free, and all of it taken.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/gpu/nvidia_gpu.hpp"

namespace gimbal {

/// The device's primary context is current while it lives.
class PrimaryContext {
 public:
  PrimaryContext(const CudaDriver& driver, int device) : driver_(driver), device_(device) {
    void* context = nullptr;
    EXPECT_TRUE(driver_.call("cuDevicePrimaryCtxRetain", &context, device_));
    EXPECT_TRUE(driver_.call("cuCtxPushCurrent_v2", context));
  }
  ~PrimaryContext() {
    void* popped = nullptr;
    EXPECT_TRUE(driver_.call("cuCtxPopCurrent_v2", &popped));
    EXPECT_TRUE(driver_.call("cuDevicePrimaryCtxRelease_v2", device_));
  }
  PrimaryContext(const PrimaryContext&) = delete;
  PrimaryContext& operator=(const PrimaryContext&) = delete;

 private:
  const CudaDriver& driver_;
  int device_;
};

/// Bytes that are free on the device, whoever takes the others.
inline std::size_t free_memory(const CudaDriver& driver, int device) {
  const PrimaryContext context(driver, device);
  std::size_t free = 0;
  std::size_t total = 0;
  EXPECT_TRUE(driver.call("cuMemGetInfo_v2", &free, &total));
  return free;
}

/// What a device has left is taken while this lives, down to a megabyte.
class MemoryHoard {
 public:
  MemoryHoard(const CudaDriver& driver, int device) : driver_(driver), context_(driver, device) {
    for (std::size_t bytes = std::size_t{1} << 36; bytes >= std::size_t{1} << 20;) {
      std::uintptr_t memory = 0;
      if (driver_.call("cuMemAlloc_v2", &memory, bytes)) {
        taken_.push_back(memory);
      } else {
        bytes /= 2;
      }
    }
  }
  ~MemoryHoard() {
    for (const std::uintptr_t memory : taken_) {
      EXPECT_TRUE(driver_.call("cuMemFree_v2", memory));
    }
  }
  MemoryHoard(const MemoryHoard&) = delete;
  MemoryHoard& operator=(const MemoryHoard&) = delete;

 private:
  const CudaDriver& driver_;
  PrimaryContext context_;
  std::vector<std::uintptr_t> taken_;
};

}  // namespace gimbal

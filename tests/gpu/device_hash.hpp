// Hashes NV12 pictures in CUDA memory where they are: what a pipeline that never leaves the GPU is
// judged by.
#pragma once

#include <gst/cuda/gstcudacontext.h>
#include <gst/gst.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

class DeviceHash {
 public:
  /// For pictures in memory of the context `cuda`. On any thread, one at a time.
  static Result<std::unique_ptr<DeviceHash>> create(GstCudaContext* cuda);
  ~DeviceHash();
  DeviceHash(const DeviceHash&) = delete;
  DeviceHash& operator=(const DeviceHash&) = delete;

  /// hash_picture() of the frame, worked out on the GPU: eight bytes come back.
  Result<std::uint64_t> of(GstBuffer* frame);

 private:
  explicit DeviceHash(GstCudaContext* cuda);
  std::optional<Error> open();

  CudaContextHandle cuda_;
  CUmodule module_ = nullptr;
  CUfunction kernel_ = nullptr;
  CUdeviceptr sum_ = 0;
};

}  // namespace gimbal

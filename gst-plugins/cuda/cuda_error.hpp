// Errors of CUDA calls as text, and the scope in which a CUDA context is current.
#pragma once

#include <gst/cuda/gstcudacontext.h>

#include <optional>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

using CudaContextHandle = GstObjectHandle<GstCudaContext>;

/// Nothing on success; else "cuFoo failed: CUDA_ERROR_BAR (what that means)". Only once the driver
/// has been loaded.
std::optional<Error> check(CUresult result, const char* call);

/// "CUDA device 0 (NVIDIA L4)". Only once the driver has been initialised.
std::string describe_device(CUdevice device);
/// The name the driver gives it, "unknown" if it gives none.
std::string device_name(CUdevice device);
/// The device a context is on.
CUdevice device_of(GstCudaContext* context);

/// Makes a context the calling thread's current one while it lives.
class CurrentContext {
 public:
  explicit CurrentContext(GstCudaContext* context);
  ~CurrentContext();
  CurrentContext(const CurrentContext&) = delete;
  CurrentContext& operator=(const CurrentContext&) = delete;

  /// Why the context could not be made current, if so.
  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace gimbal

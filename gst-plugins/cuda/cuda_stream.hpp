// The CUDA stream that a session works on, so that it waits for nobody else's work.
#pragma once

#include <gst/cuda/gstcudacontext.h>

#include <optional>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "gst-plugins/support/version_shims.hpp"
#include "lib/base/result.hpp"

#if GIMBAL_HAVE_GST_CUDA_STREAM
#include <gst/cuda/gstcudastream.h>
#endif

namespace gimbal {

/// From GStreamer 1.24 on it is a GstCudaStream, which output memory carries for those downstream;
/// before, a plain one.
class CudaStream {
 public:
  explicit CudaStream(GstCudaContext* context);
  ~CudaStream();
  CudaStream(const CudaStream&) = delete;
  CudaStream& operator=(const CudaStream&) = delete;

  GstCudaContext* context() const { return context_.get(); }

  /// Has memory of a pool with this configuration say that it is written on this stream, where
  /// GStreamer can.
  void announce(GstStructure* pool_config) const;

  /// Before the first use of handle(); again is no fault. Wants the context to be current.
  std::optional<Error> open();
  CUstream handle() const { return handle_; }

 private:
  CudaContextHandle context_;
#if GIMBAL_HAVE_GST_CUDA_STREAM
  MiniObjectHandle<GstCudaStream> stream_;
#endif
  CUstream handle_ = nullptr;
};

}  // namespace gimbal

#include "gst-plugins/cuda/cuda_stream.hpp"

#include <gst/cuda/cuda-gst.h>
#include <gst/cuda/gstcudabufferpool.h>

namespace gimbal {

#if GIMBAL_HAVE_GST_CUDA_STREAM

CudaStream::CudaStream(GstCudaContext* context)
    : context_(static_cast<GstCudaContext*>(gst_object_ref(context))),
      stream_(gst_cuda_stream_new(context)) {}

CudaStream::~CudaStream() = default;

void CudaStream::announce(GstStructure* pool_config) const {
  if (stream_) {
    gst_buffer_pool_config_set_cuda_stream(pool_config, stream_.get());
  }
}

std::optional<Error> CudaStream::open() {
  if (!stream_) {
    return Error{"cuStreamCreate failed (GST_DEBUG=cudastream:1 says why)"};
  }
  handle_ = gst_cuda_stream_get_handle(stream_.get());
  return std::nullopt;
}

#else

CudaStream::CudaStream(GstCudaContext* context)
    : context_(static_cast<GstCudaContext*>(gst_object_ref(context))) {}

CudaStream::~CudaStream() {
  if (handle_ != nullptr) {
    const CurrentContext current(context_.get());
    CuStreamDestroy(handle_);
  }
}

void CudaStream::announce(GstStructure*) const {}

std::optional<Error> CudaStream::open() {
  return handle_ != nullptr
             ? std::nullopt
             : check(CuStreamCreate(&handle_, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
}

#endif

}  // namespace gimbal

// One frame in CUDA memory.
#pragma once

#include <gst/cuda/gstcudabufferpool.h>
#include <gst/video/video.h>

#include <string>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

class CudaFrame {
 public:
  /// Memory of `cuda`. Tests false where there is none left.
  CudaFrame(GstCudaContext* cuda, int width, int height, const std::string& format = "NV12")
      : caps_(gst_caps_from_string(
            ("video/x-raw(memory:CUDAMemory),framerate=30/1,format=" + format +
             ",width=" + std::to_string(width) + ",height=" + std::to_string(height))
                .c_str())),
        pool_(gst_cuda_buffer_pool_new(cuda)) {
    gst_cuda_memory_init_once();  // as elements do when they start
    GstVideoInfo info;
    gst_video_info_from_caps(&info, caps_.get());
    GstStructure* config = gst_buffer_pool_get_config(pool_.get());
    gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
    gst_buffer_pool_config_set_params(config, caps_.get(),
                                      static_cast<guint>(GST_VIDEO_INFO_SIZE(&info)), 1, 1);
    GstBuffer* buffer = nullptr;
    if (gst_buffer_pool_set_config(pool_.get(), config) != FALSE &&
        gst_buffer_pool_set_active(pool_.get(), TRUE) != FALSE &&
        gst_buffer_pool_acquire_buffer(pool_.get(), &buffer, nullptr) == GST_FLOW_OK) {
      buffer_.reset(buffer);
    }
  }
  ~CudaFrame() {
    buffer_.reset();
    gst_buffer_pool_set_active(pool_.get(), FALSE);
  }
  CudaFrame(const CudaFrame&) = delete;
  CudaFrame& operator=(const CudaFrame&) = delete;

  explicit operator bool() const { return buffer_ != nullptr; }
  GstBuffer* buffer() const { return buffer_.get(); }
  const GstCaps* caps() const { return caps_.get(); }
  GstMemory* memory() const { return gst_buffer_peek_memory(buffer_.get(), 0); }
  /// The frame as a sample, for what reads samples.
  MiniObjectHandle<GstSample> sample() const {
    return MiniObjectHandle<GstSample>(
        gst_sample_new(buffer_.get(), caps_.get(), nullptr, nullptr));
  }

 private:
  CapsHandle caps_;
  GstObjectHandle<GstBufferPool> pool_;
  BufferHandle buffer_;
};

}  // namespace gimbal

// GPU time of what is done on a CUDA stream, and what the GPU's memory can do.
#pragma once

#include <cuda.h>

#include <functional>

#include "tests/gpu/nvidia_gpu.hpp"

namespace gimbal {

/// Two events of the driver, which GStreamer 1.22 does not load. All with the context current.
class CudaTimer {
 public:
  CudaTimer(const CudaDriver& driver, CUstream stream);
  ~CudaTimer();
  CudaTimer(const CudaTimer&) = delete;
  CudaTimer& operator=(const CudaTimer&) = delete;

  void begin();
  void end();
  /// From begin() to end(); waits for the second.
  double microseconds() const;

 private:
  const CudaDriver& driver_;
  CUstream stream_;
  CUevent begin_ = nullptr;
  CUevent end_ = nullptr;
};

/// Holds the stream up for long enough that what is queued next waits for the GPU and the GPU does
/// not wait for it: the time between two events is then that of the work alone.
void hold_up(const CudaDriver& driver, CUstream stream);

/// Bytes read and written a second by copies of a gigabyte in the GPU's memory.
double copy_bandwidth(const CudaDriver& driver, CUstream stream);

}  // namespace gimbal

// Of the fake libcuda.so.1, what GStreamer does not load but the tests on a GPU and the bench call:
// events, functions of the host in a stream, large memory, primary contexts. Whatever is queued is
// done at once.
#include <cuda.h>

#include <chrono>
#include <cstdlib>

// The names of the first versions, as they are looked up: the header makes macros of some.
#undef cuEventElapsedTime

namespace {

using Clock = std::chrono::steady_clock;

struct Event {
  Clock::time_point recorded;
};

Event* event_of(CUevent event) {
  return reinterpret_cast<Event*>(event);
}

}  // namespace

extern "C" {

CUresult cuEventCreate(CUevent* event, unsigned) {
  *event = reinterpret_cast<CUevent>(new Event);
  return CUDA_SUCCESS;
}

CUresult cuEventDestroy_v2(CUevent event) {
  delete event_of(event);
  return CUDA_SUCCESS;
}

CUresult cuEventRecord(CUevent event, CUstream) {
  event_of(event)->recorded = Clock::now();
  return CUDA_SUCCESS;
}

CUresult cuEventSynchronize(CUevent) {
  return CUDA_SUCCESS;
}

// NOLINTNEXTLINE(readability-identifier-naming): CUDA's
CUresult cuEventElapsedTime(float* milliseconds, CUevent begin, CUevent end) {
  *milliseconds =
      std::chrono::duration<float, std::milli>(event_of(end)->recorded - event_of(begin)->recorded)
          .count();
  return CUDA_SUCCESS;
}

CUresult cuLaunchHostFunc(CUstream, CUhostFn function, void* data) {
  function(data);
  return CUDA_SUCCESS;
}

CUresult cuCtxSynchronize() {
  return CUDA_SUCCESS;
}

CUresult cuMemAlloc_v2(CUdeviceptr* memory, size_t size) {
  *memory = reinterpret_cast<CUdeviceptr>(std::malloc(size));
  return *memory != 0 ? CUDA_SUCCESS : CUDA_ERROR_OUT_OF_MEMORY;
}

/// Copies nothing: it is for measuring, and a GPU's gigabytes are slow here.
CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr, CUdeviceptr, size_t, CUstream) {
  return CUDA_SUCCESS;
}

CUresult cuMemGetInfo_v2(size_t* free, size_t* total) {
  *free = *total = size_t{1} << 30;
  return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice) {
  static int primary;
  *context = reinterpret_cast<CUcontext>(&primary);
  return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice) {
  return CUDA_SUCCESS;
}

}  // extern "C"

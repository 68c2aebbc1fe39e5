// Of the fake libcuda.so.1: memory, which is the host's.
#include <cuda.h>

#include <cstdlib>
#include <cstring>

#include "tests/gst-plugins/cudainterop/fake_cuda_rules.hpp"

using namespace gimbal::cudainterop;

extern "C" {

CUresult cuMemAllocPitch_v2(CUdeviceptr* memory, size_t* pitch, size_t width, size_t height,
                            unsigned) {
  if (const CUresult entered = enter("cuMemAllocPitch")) {
    return entered;
  }
  *pitch = (width + 511) / 512 * 512;
  *memory = reinterpret_cast<CUdeviceptr>(std::aligned_alloc(512, *pitch * height));
  ++fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemAllocHost_v2(void** memory, size_t size) {
  *memory = std::malloc(size);
  ++fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr memory) {
  std::free(reinterpret_cast<void*>(memory));
  --fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemFreeHost(void* memory) {
  std::free(memory);
  --fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemcpy2D_v2(const CUDA_MEMCPY2D* copy) {
  if (!is_written(copy->srcDevice)) {
    return broken("a frame was read before its launch was waited for", CUDA_ERROR_UNKNOWN);
  }
  const auto side = [](CUmemorytype type, const void* host, CUdeviceptr device) {
    return type == CU_MEMORYTYPE_HOST ? const_cast<void*>(host) : reinterpret_cast<void*>(device);
  };
  auto* from = static_cast<char*>(side(copy->srcMemoryType, copy->srcHost, copy->srcDevice));
  auto* to = static_cast<char*>(side(copy->dstMemoryType, copy->dstHost, copy->dstDevice));
  for (size_t row = 0; row < copy->Height; ++row) {
    std::memcpy(to + row * copy->dstPitch, from + row * copy->srcPitch, copy->WidthInBytes);
  }
  return CUDA_SUCCESS;
}

CUresult cuMemcpy2DAsync_v2(const CUDA_MEMCPY2D* copy, CUstream) {
  return cuMemcpy2D_v2(copy);
}

}  // extern "C"

#include "tests/gpu/device_hash.hpp"

#include <gst/cuda/cuda-gst.h>
#include <gst/cuda/gstcudamemory.h>

#include <array>

#include "gst-plugins/cudainterop/nv12_target.hpp"
#include "tests/gpu/picture_hash.h"

/// The image of picture_hash.cu.
// NOLINTNEXTLINE(readability-identifier-naming): an assembler symbol
extern "C" const unsigned char gimbal_hash_kernels[];

namespace gimbal {

namespace {

/// Copies eight bytes, and is done on return.
std::optional<Error> copy_sum(CUdeviceptr device, std::uint64_t* host, bool to_device) {
  CUDA_MEMCPY2D copy{};
  copy.srcMemoryType = to_device ? CU_MEMORYTYPE_HOST : CU_MEMORYTYPE_DEVICE;
  copy.dstMemoryType = to_device ? CU_MEMORYTYPE_DEVICE : CU_MEMORYTYPE_HOST;
  copy.srcHost = copy.dstHost = host;
  copy.srcDevice = copy.dstDevice = device;
  copy.srcPitch = copy.dstPitch = copy.WidthInBytes = sizeof(*host);
  copy.Height = 1;
  return check(CuMemcpy2D(&copy), "cuMemcpy2D");
}

}  // namespace

DeviceHash::DeviceHash(GstCudaContext* cuda)
    : cuda_(static_cast<GstCudaContext*>(gst_object_ref(cuda))) {}

Result<std::unique_ptr<DeviceHash>> DeviceHash::create(GstCudaContext* cuda) {
  std::unique_ptr<DeviceHash> self(new DeviceHash(cuda));
  if (const auto error = self->open()) {
    return *error;
  }
  return self;
}

std::optional<Error> DeviceHash::open() {
  const CurrentContext current(cuda_.get());
  std::size_t pitch = 0;
  auto error = current.error();
  if (!error) {
    error = check(CuModuleLoadData(&module_, gimbal_hash_kernels), "cuModuleLoadData");
  }
  if (!error) {
    error =
        check(CuModuleGetFunction(&kernel_, module_, "gimbal_hash_nv12"), "cuModuleGetFunction");
  }
  if (!error) {
    error = check(CuMemAllocPitch(&sum_, &pitch, sizeof(std::uint64_t), 1, 16), "cuMemAllocPitch");
  }
  return error;
}

DeviceHash::~DeviceHash() {
  const CurrentContext current(cuda_.get());
  if (sum_ != 0) {
    CuMemFree(sum_);
  }
  if (module_ != nullptr) {
    CuModuleUnload(module_);
  }
}

Result<std::uint64_t> DeviceHash::of(GstBuffer* frame) {
  GstMemory* memory = gst_buffer_peek_memory(frame, 0);
  if (gst_is_cuda_memory(memory) == FALSE || GST_CUDA_MEMORY_CAST(memory)->context != cuda_.get()) {
    return Error{"the frame is not in memory of the CUDA context that hashes"};
  }
  const MappedMemory mapped(memory, GST_MAP_READ | static_cast<int>(GST_MAP_CUDA));
  if (!mapped) {
    return Error{"the CUDA memory of a frame could not be mapped"};
  }
  const CurrentContext current(cuda_.get());
  if (current.error()) {
    return *current.error();
  }
  cudainterop::Nv12Target picture = cudainterop::nv12_target(memory, mapped);
  std::uint64_t sum = hash_size(picture);
  std::array<void*, 2> arguments = {&picture, &sum_};
  auto error = copy_sum(sum_, &sum, true);
  if (!error) {
    error = check(CuLaunchKernel(kernel_, static_cast<unsigned>(hashed_rows(picture)), 1, 1,
                                 kHashLanes, 1, 1, 0, nullptr, arguments.data(), nullptr),
                  "cuLaunchKernel");
  }
  if (!error) {
    error = check(CuStreamSynchronize(nullptr), "cuStreamSynchronize");
  }
  if (!error) {
    error = copy_sum(sum_, &sum, false);
  }
  if (error) {
    return *error;
  }
  return sum;
}

}  // namespace gimbal

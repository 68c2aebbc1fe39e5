// Of the fake libcuda.so.1: modules, streams, texture objects, and launches, each of which runs the
// kernel's twin on the CPU.
#include <cuda.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

#include "tests/gpu/picture_hash.h"
#include "tests/gst-plugins/cudainterop/fake_cuda_image.hpp"
#include "tests/gst-plugins/cudainterop/fake_cuda_rules.hpp"
#include "tests/gst-plugins/cudainterop/kernel_twin.hpp"
#include "tests/gst-plugins/virtualptz/resample_twin.hpp"

namespace gimbal::cudainterop {
namespace {

/// The kernels by name. An entry's address is its function, and that of the first every module.
struct Call;
using Launch = CUresult (*)(const Call& call);
struct Kernel {
  const char* name;
  Launch launch;
};
struct Call {
  unsigned grid[3];
  unsigned block[3];
  unsigned shared_bytes;
  CUstream stream;
  void** arguments;
};

CUresult launch_hash(const Call& call) {
  const auto& picture = *static_cast<const Nv12Target*>(call.arguments[0]);
  auto* sum = *static_cast<std::uint64_t**>(call.arguments[1]);
  for (unsigned row = 0; row < call.grid[0]; ++row) {
    for (unsigned lane = 0; lane < call.block[0]; ++lane) {
      *sum += hash_words(picture, static_cast<int>(row), static_cast<int>(lane),
                         static_cast<int>(call.block[0]));
    }
  }
  queue(call.stream, sum);
  return CUDA_SUCCESS;
}

CUresult launch_conversion(const Call& call) {
  auto* image = reinterpret_cast<Image*>(*static_cast<const CUtexObject*>(call.arguments[0]));
  const auto& target = *static_cast<const Nv12Target*>(call.arguments[1]);
  if (!image->mapped) {
    return broken("a launch on a texture that is not mapped", CUDA_ERROR_NOT_MAPPED);
  }
  run_kernel_twin(image->pixels.data(), image->width, target,
                  *static_cast<const Matrix*>(call.arguments[2]),
                  static_cast<int>(call.grid[0] * call.block[0]),
                  static_cast<int>(call.grid[1] * call.block[1]));
  image->read_on = call.stream;
  queue(call.stream, target.luma);
  return CUDA_SUCCESS;
}

template <class Sample>
CUresult launch_resampling(const Call& call) {
  const auto& frame = *static_cast<const resample::Frame*>(call.arguments[0]);
  if (call.block[0] != resample::kThreads || call.grid[2] != resample::kPlanes ||
      call.shared_bytes > resample::kSharedBytes) {
    return broken("a launch of another shape than the kernel's", CUDA_ERROR_INVALID_VALUE);
  }
  if (!is_written(reinterpret_cast<CUdeviceptr>(frame.planes[0].in))) {
    return broken("a frame was resampled before it was there", CUDA_ERROR_UNKNOWN);
  }
  resample::run_kernel_twin<Sample>(frame, call.grid[0], call.grid[1], call.shared_bytes);
  queue(call.stream, frame.planes[0].out);
  return CUDA_SUCCESS;
}

constexpr Kernel kKernels[] = {
    {"gimbal_rgba_to_nv12", launch_conversion},
    {"gimbal_hash_nv12", launch_hash},
    {"gimbal_resample_nv12", launch_resampling<std::uint8_t>},
    {"gimbal_resample_p010", launch_resampling<std::uint16_t>},
};

}  // namespace
}  // namespace gimbal::cudainterop

using namespace gimbal::cudainterop;

extern "C" {

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
  if (const CUresult entered = enter("cuModuleLoadData")) {
    return entered;
  }
  std::uint32_t magic = 0;
  std::memcpy(&magic, image, sizeof(magic));
  if (magic != 0xBA55ED50 || reinterpret_cast<std::uintptr_t>(image) % 8 != 0) {
    return broken("the module is not an aligned fat binary", CUDA_ERROR_INVALID_IMAGE);
  }
  *module = reinterpret_cast<CUmodule>(const_cast<Kernel*>(kKernels));
  ++fake.modules;
  return CUDA_SUCCESS;
}

CUresult cuModuleUnload(CUmodule) {
  --fake.modules;
  return enter("");
}

CUresult cuModuleGetFunction(CUfunction* function, CUmodule, const char* name) {
  const auto* kernel =
      std::find_if(std::begin(kKernels), std::end(kKernels),
                   [name](const auto& one) { return std::strcmp(name, one.name) == 0; });
  if (kernel == std::end(kKernels)) {
    return CUDA_ERROR_NOT_FOUND;
  }
  *function = reinterpret_cast<CUfunction>(const_cast<Kernel*>(kernel));
  return enter("cuModuleGetFunction");
}

CUresult cuStreamCreate(CUstream* stream, unsigned) {
  if (const CUresult entered = enter("cuStreamCreate")) {
    return entered;
  }
  *stream = reinterpret_cast<CUstream>(new int);  // an address of its own
  ++fake.streams;
  return CUDA_SUCCESS;
}

// GStreamer 1.22 loads the first version's name, to which the header gives the second's by macro.
#undef cuStreamDestroy
CUresult cuStreamDestroy(CUstream stream) {  // NOLINT(readability-identifier-naming)
  delete reinterpret_cast<int*>(stream);
  --fake.streams;
  return enter("");
}
CUresult cuStreamDestroy_v2(CUstream stream) {
  return cuStreamDestroy(stream);
}

CUresult cuStreamSynchronize(CUstream stream) {
  synchronise(stream);
  return enter("cuStreamSynchronize");
}

CUresult cuTexObjectCreate(CUtexObject* texture, const CUDA_RESOURCE_DESC* resource,
                           const CUDA_TEXTURE_DESC* sampling, const CUDA_RESOURCE_VIEW_DESC*) {
  if (const CUresult entered = enter("cuTexObjectCreate")) {
    return entered;
  }
  if (resource->resType != CU_RESOURCE_TYPE_ARRAY || sampling->flags != CU_TRSF_READ_AS_INTEGER) {
    return broken("a texture object the kernel cannot read", CUDA_ERROR_INVALID_VALUE);
  }
  *texture = reinterpret_cast<CUtexObject>(resource->res.array.hArray);
  ++fake.textures;
  return CUDA_SUCCESS;
}

CUresult cuTexObjectDestroy(CUtexObject texture) {
  const CUstream stream = reinterpret_cast<const Image*>(texture)->read_on;
  if (stream != nullptr && !is_idle(stream)) {
    return broken("a texture object ended before its launch", CUDA_ERROR_UNKNOWN);
  }
  --fake.textures;
  return enter("cuTexObjectDestroy");
}

CUresult cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z,
                        unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared_bytes,
                        CUstream stream, void** arguments, void**) {
  if (const CUresult entered = enter("cuLaunchKernel")) {
    return entered;
  }
  const auto* kernel = reinterpret_cast<const Kernel*>(function);
  const CUresult launched = kernel->launch(
      {{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, stream, arguments});
  fake.launches += launched == CUDA_SUCCESS && kernel->launch != launch_hash ? 1 : 0;
  return launched;
}

}  // extern "C"

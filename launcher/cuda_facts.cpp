#include "launcher/cuda_facts.hpp"

#include <dlfcn.h>

#include <array>

#include "lib/base/handle.hpp"

namespace gimbal {

namespace {

// The driver's C interface (cuda.h), as far as it is used here.
using CuInit = int (*)(unsigned flags);
using CuDriverGetVersion = int (*)(int* version);
using CuDeviceGetCount = int (*)(int* count);
using CuDeviceGet = int (*)(int* device, int ordinal);
using CuDeviceGetName = int (*)(char* name, int length, int device);

template <class Function>
Function find(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

}  // namespace

Result<CudaFacts> read_cuda_facts() {
  // Stays loaded: a driver does not like to be unloaded.
  void* driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_NODELETE);
  if (driver == nullptr) {
    return Error{"no NVIDIA driver (libcuda.so.1 does not load)"};
  }
  const auto init = find<CuInit>(driver, "cuInit");
  const auto version = find<CuDriverGetVersion>(driver, "cuDriverGetVersion");
  const auto count = find<CuDeviceGetCount>(driver, "cuDeviceGetCount");
  const auto get = find<CuDeviceGet>(driver, "cuDeviceGet");
  const auto name = find<CuDeviceGetName>(driver, "cuDeviceGetName");
  if (!init || !version || !count || !get || !name) {
    return Error{"libcuda.so.1 is not NVIDIA's driver library"};
  }
  const int status = init(0);
  if (status != 0) {
    return Error{"the NVIDIA driver does not start (cuInit: error " + std::to_string(status) +
                 "); is its kernel module loaded, and /dev/nvidia* there?"};
  }
  CudaFacts facts;
  int devices = 0;
  version(&facts.driver_version);
  count(&devices);
  for (int ordinal = 0; ordinal < devices; ++ordinal) {
    int device = 0;
    std::array<char, 256> text{};
    get(&device, ordinal);
    name(text.data(), static_cast<int>(text.size()), device);
    facts.devices.emplace_back(text.data());
  }
  return facts;
}

}  // namespace gimbal

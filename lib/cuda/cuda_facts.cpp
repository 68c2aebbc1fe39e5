#include "lib/cuda/cuda_facts.hpp"

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
using CuDeviceGetUuid = int (*)(void* uuid, int device);

template <class Function>
Function find(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

constexpr int kMajor = 1000;

}  // namespace

std::string cuda_version_text(int version) {
  return std::to_string(version / kMajor) + "." + std::to_string(version % kMajor / 10);
}

std::string why_driver_is_too_old(int driver_version, int toolkit_version) {
  if (driver_version / kMajor >= toolkit_version / kMajor) {
    return "";
  }
  const std::string major = std::to_string(toolkit_version / kMajor);
  return "too old for the kernels of this build, which were compiled with CUDA " +
         cuda_version_text(toolkit_version) + ": install a driver for CUDA " + major +
         ", or build Gimbal with CUDA " + std::to_string(driver_version / kMajor);
}

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
  const auto uuid = find<CuDeviceGetUuid>(driver, "cuDeviceGetUuid");
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
    int handle = 0;
    std::array<char, 256> text{};
    get(&handle, ordinal);
    name(text.data(), static_cast<int>(text.size()), handle);
    CudaDevice device{text.data()};
    if (uuid != nullptr) {
      uuid(device.uuid.data(), handle);
    }
    facts.devices.push_back(std::move(device));
  }
  return facts;
}

}  // namespace gimbal

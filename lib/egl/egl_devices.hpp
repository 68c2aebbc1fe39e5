// The EGL devices of this machine: which there are, what each one is, which one to draw on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/cuda/cuda_facts.hpp"

namespace gimbal {

struct EglDevice {
  void* handle = nullptr;  ///< EGLDeviceEXT; valid for the life of the process
  int index = 0;           ///< place in EGL's own list
  std::string name;        ///< for people: the renderer, else the vendor and the device file
  bool software = false;   ///< Mesa's llvmpipe or the like
  std::optional<int> cuda_ordinal;  ///< CUDA device number, on NVIDIA's driver
  std::optional<GpuUuid> uuid;      ///< where the driver says it
};

/// How a device is chosen. -1 means any; both may be given and must then agree.
struct EglDeviceChoice {
  int index = -1;
  int cuda_ordinal = -1;
};

/// All devices that EGL lists. The error says what is missing on this machine.
Result<std::vector<EglDevice>> list_egl_devices();

/// Gives `devices` the ordinals that `cuda`, by CUDA's own count, has for the same GPUs: EGL counts
/// all of them, CUDA those that CUDA_VISIBLE_DEVICES names, in the order it has them. A GPU that
/// CUDA does not have gets none. One that does not say its UUID keeps what EGL says.
void number_as_cuda_does(std::vector<EglDevice>& devices, const std::vector<CudaDevice>& cuda);

/// The device that `choice` names; without one, the best that can be initialised: CUDA devices
/// first, then other hardware, software last. The error lists what there is.
Result<EglDevice> choose_egl_device(const std::vector<EglDevice>& devices,
                                    const EglDeviceChoice& choice);

/// True where the device's display can be initialised. Slow the first time: the driver is loaded.
bool egl_device_works(const EglDevice& device);

/// One line a device, for error texts.
std::string describe_egl_devices(const std::vector<EglDevice>& devices);

}  // namespace gimbal

// What the NVIDIA driver says of itself, without the CUDA toolkit.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

/// Names a GPU on every machine and in every interface of the driver.
using GpuUuid = std::array<std::uint8_t, 16>;

struct CudaDevice {
  std::string name;
  GpuUuid uuid{};  ///< all zero if the driver does not say it
};

struct CudaFacts {
  int driver_version = 0;           ///< highest CUDA it supports: 1000 * major + 10 * minor
  std::vector<CudaDevice> devices;  ///< by CUDA ordinal, as CUDA_VISIBLE_DEVICES has it
};

/// "13.0" for 13000.
std::string cuda_version_text(int version);

/// Why a driver does not run kernels built with the toolkit (both as `driver_version`; 0 is no
/// toolkit); empty if it does. Within one major version any driver runs machine code of any
/// toolkit: CUDA's minor version compatibility.
std::string why_driver_is_too_old(int driver_version, int toolkit_version);

/// Starts the driver, which may take a few hundred milliseconds. The error says what is missing.
Result<CudaFacts> read_cuda_facts();

}  // namespace gimbal

// What the NVIDIA driver says of itself, without the CUDA toolkit.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

struct CudaFacts {
  int driver_version = 0;  ///< highest CUDA version it supports: 1000 * major + 10 * minor
  std::vector<std::string> devices;  ///< names, by CUDA ordinal
};

/// The error says what is missing.
Result<CudaFacts> read_cuda_facts();

}  // namespace gimbal

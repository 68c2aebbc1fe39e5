#include "lib/cuda/cuda_facts.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(CudaFacts, ADriverRunsKernelsOfItsMajorVersionAndOlderOnes) {
  EXPECT_EQ(why_driver_is_too_old(13000, 13000), "");
  EXPECT_EQ(why_driver_is_too_old(13000, 13020), "");
  EXPECT_EQ(why_driver_is_too_old(13010, 12040), "");
  EXPECT_EQ(why_driver_is_too_old(12080, 0), "");  // no kernels were built
}

TEST(CudaFacts, AnOlderDriverIsSaidWithWhatToDo) {
  EXPECT_EQ(why_driver_is_too_old(12080, 13000),
            "too old for the kernels of this build, which were compiled with CUDA 13.0: install a "
            "driver for CUDA 13, or build Gimbal with CUDA 12");
}

}  // namespace
}  // namespace gimbal

// What tests with the fake CUDA driver share: it is found, and nothing is left alive in it.
#pragma once

#include <dlfcn.h>
#include <gst/cuda/gstcudacontext.h>
#include <gtest/gtest.h>

#include "gst-plugins/support/handles.hpp"
#include "tests/gst-plugins/cudainterop/fake_cuda.hpp"

namespace gimbal::cudainterop {

using CudaContextHandle = GstObjectHandle<GstCudaContext>;

class FakeDriver : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    gst_init(nullptr, nullptr);
    void* library = dlopen("libcuda.so.1", RTLD_NOW);
    ASSERT_NE(library, nullptr) << dlerror();
    const auto function = reinterpret_cast<FakeCudaFunction>(dlsym(library, kFakeCudaFunction));
    ASSERT_NE(function, nullptr) << "LD_LIBRARY_PATH does not lead to the fake driver";
    cuda = function();
  }
  void SetUp() override { cuda->reset_knobs(); }
  void TearDown() override {
    EXPECT_EQ(cuda->alive(), 0) << "contexts " << cuda->contexts << " modules " << cuda->modules
                                << " streams " << cuda->streams << " textures " << cuda->textures
                                << " registrations " << cuda->registrations << " mappings "
                                << cuda->mappings << " memory " << cuda->allocations << " pushed "
                                << cuda->pushed << " unsynchronised " << cuda->unsynchronised;
    EXPECT_EQ(cuda->fault, "");
  }

  static inline FakeCuda* cuda = nullptr;
};

}  // namespace gimbal::cudainterop

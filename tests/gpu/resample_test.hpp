// What both images of the resampling kernels are tried with on a GPU: the plugin's, and PTX alone.
#pragma once

#include <gst/cuda/gstcudautils.h>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "tests/gpu/gpu_fixture.hpp"
#include "tests/gst-plugins/virtualptz/cuda_pipeline.hpp"
#include "tests/gst-plugins/virtualptz/semi_planar.hpp"

namespace gimbal {

/// Every case, format and method against the definition in double precision.
inline void expect_kernels_like_the_definition() {
  register_resampler_element();
  ASSERT_TRUE(gst_cuda_load_library());
  const CudaContextHandle cuda(gst_cuda_context_new(0));
  ASSERT_TRUE(cuda) << "no CUDA context";
  for (const char* format : {"NV12", "P010_10LE"}) {
    for (const ResampleCase& one : resample_cases()) {
      const CudaFrame frame(cuda.get(), one.in_width, one.in_height, format);
      ASSERT_TRUE(frame) << "no CUDA memory";
      const SemiPlanar source = fill_with_noise(frame.buffer(), frame.caps());
      CudaPipeline pipeline(one, cuda.get());
      pipeline.push(frame, 4);
      pipeline.end();
      for (const ResampleMethod method : kResampleMethods) {
        const SampleHandle sample = pipeline.pull();
        ASSERT_TRUE(sample) << pipeline.error();
        expect_resampled(source, semi_planar_of(sample.get()), one, method);
      }
    }
  }
}

}  // namespace gimbal

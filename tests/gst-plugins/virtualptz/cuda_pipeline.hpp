// Frames in CUDA memory through the resampler, in a pipeline.
#pragma once

#include <gst/app/gstappsrc.h>
#include <gst/cuda/gstcudautils.h>

#include "gst-plugins/virtualptz/cuda/cuda_resampler.hpp"
#include "tests/gpu/cuda_frame.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/virtualptz/resample_cases.hpp"
#include "tests/gst-plugins/virtualptz/resampler_element.hpp"

namespace gimbal {

/// Makes "testresample" `dut` resample in CUDA memory. Frame i is resampled with method i.
inline void set_up_for_cuda(GstElement* dut, const ResampleCase& one) {
  ResamplerSettings& settings = settings_of(dut);
  settings.resampler = std::make_unique<resample::CudaResampler>(GST_BASE_TRANSFORM(dut));
  settings.width = one.out_width;
  settings.height = one.out_height;
  settings.placement = [placement = one.placement](int) { return placement; };
  settings.method = [](int number) { return kResampleMethods[number % 4]; };
}

/// appsrc ! testresample ! appsink, all of them in one context unless told otherwise.
class CudaPipeline : public TestPipeline {
 public:
  CudaPipeline(const ResampleCase& one, GstCudaContext* shared)
      : TestPipeline(
            "appsrc name=src format=time ! testresample name=dut ! appsink name=out sync=false"),
        src_(element("src")) {
    const ElementHandle dut = element("dut");
    set_up_for_cuda(dut.get(), one);
    if (shared != nullptr) {
      const ContextHandle offered(gst_context_new_cuda_context(shared));
      gst_element_set_context(get(), offered.get());
    }
    play();
  }

  /// Sends the frame `count` times.
  void push(const CudaFrame& frame, int count = 1) const {
    g_object_set(src_.get(), "caps", frame.caps(), nullptr);
    for (int i = 0; i < count; ++i) {
      gst_app_src_push_buffer(GST_APP_SRC(src_.get()), gst_buffer_ref(frame.buffer()));
    }
  }
  void end() const { gst_app_src_end_of_stream(GST_APP_SRC(src_.get())); }

 private:
  ElementHandle src_;
};

}  // namespace gimbal

// The resampler for CUDA memory in real pipelines with a fake CUDA driver: pictures, contexts,
// pools, the order of calls, what is left alive, and the errors. What a GPU does is in tests/gpu.
#include "gst-plugins/virtualptz/cuda/cuda_resampler.hpp"

#include <gst/cuda/gstcudautils.h>

#include "tests/gst-plugins/cudainterop/fake_driver.hpp"
#include "tests/gst-plugins/virtualptz/cuda_pipeline.hpp"
#include "tests/gst-plugins/virtualptz/semi_planar.hpp"

namespace gimbal {
namespace {

using cudainterop::FakeDriver;

class CudaResampling : public FakeDriver {
 protected:
  void SetUp() override {
    FakeDriver::SetUp();
    register_resampler_element();
    ASSERT_TRUE(gst_cuda_load_library());
    context.reset(gst_cuda_context_new(0));
    ASSERT_TRUE(context);
  }
  void TearDown() override {
    context.reset();
    FakeDriver::TearDown();
  }

  CudaContextHandle context;
};

const ResampleCase& half() {
  return resample_cases()[3];
}

TEST_F(CudaResampling, PicturesAreWhatTheDefinitionSays) {
  for (const char* format : {"NV12", "P010_10LE"}) {
    for (const ResampleCase& one : resample_cases()) {
      const CudaFrame frame(context.get(), one.in_width, one.in_height, format);
      const SemiPlanar source = fill_with_noise(frame.buffer(), frame.caps());
      CudaPipeline pipeline(one, context.get());
      pipeline.push(frame, 4);
      pipeline.end();
      for (const ResampleMethod method : kResampleMethods) {
        const SampleHandle sample = pipeline.pull();
        ASSERT_TRUE(sample) << pipeline.error();
        auto* memory = gst_buffer_peek_memory(gst_sample_get_buffer(sample.get()), 0);
        ASSERT_TRUE(gst_is_cuda_memory(memory));
        EXPECT_EQ(GST_CUDA_MEMORY_CAST(memory)->context, context.get());
        expect_resampled(source, semi_planar_of(sample.get()), one, method);
      }
    }
  }
}

TEST_F(CudaResampling, OneLaunchAFrameAndOneStream) {
  const CudaFrame frame(context.get(), half().in_width, half().in_height);
  CudaPipeline pipeline(half(), context.get());
  pipeline.push(frame, 20);
  pipeline.end();
  while (pipeline.pull()) {
    EXPECT_EQ(cuda->streams, 1);
  }
  EXPECT_EQ(pipeline.error(), "");
  EXPECT_EQ(cuda->launches, 20);
}

TEST_F(CudaResampling, MakesAContextWhereNobodyHasOneAndSharesIt) {
  CudaPipeline pipeline(half(), nullptr);
  const CudaFrame frame(context.get(), half().in_width, half().in_height);
  pipeline.push(frame);
  EXPECT_FALSE(pipeline.pull());
  // Frames that come from yet another one are not read.
  const std::string error = pipeline.error();
  EXPECT_NE(error.find("A frame comes from another CUDA context, on CUDA device 0 (Fake GPU A), "
                       "while virtualptz works on CUDA device 0 (Fake GPU A)"),
            std::string::npos)
      << error;
  const ElementHandle dut = pipeline.element("dut");
  const PadHandle pad(gst_element_get_static_pad(dut.get(), "src"));
  const MiniObjectHandle<GstQuery> query(gst_query_new_context(GST_CUDA_CONTEXT_TYPE));
  EXPECT_TRUE(gst_pad_query(pad.get(), query.get()));
}

TEST_F(CudaResampling, NewSizesInMidStreamNeedNoRestart) {
  const CudaFrame large(context.get(), 640, 360);
  const CudaFrame small(context.get(), 320, 180);
  const SemiPlanar source = fill_with_noise(small.buffer(), small.caps());
  CudaPipeline pipeline(half(), context.get());
  pipeline.push(large, 4);
  pipeline.push(small, 4);
  pipeline.end();
  std::vector<SampleHandle> samples;
  while (SampleHandle sample = pipeline.pull()) {
    samples.push_back(std::move(sample));
  }
  ASSERT_EQ(samples.size(), 8U) << pipeline.error();
  expect_resampled(source, semi_planar_of(samples[4].get()), half(), kResampleMethods[0]);
}

TEST_F(CudaResampling, EveryFailingCallIsOneErrorThatNamesIt) {
  for (const std::string call : {"cuModuleLoadData", "cuModuleGetFunction", "cuStreamCreate",
                                 "cuLaunchKernel", "cuStreamSynchronize"}) {
    const CudaFrame frame(context.get(), half().in_width, half().in_height);
    CudaPipeline pipeline(half(), context.get());
    cuda->failing_call = call;
    pipeline.push(frame);
    pipeline.end();
    EXPECT_FALSE(pipeline.pull()) << call;
    const std::string error = pipeline.error();
    EXPECT_NE(error.find(call + " failed: CUDA_ERROR_UNKNOWN (made to fail)"), std::string::npos)
        << error;
    EXPECT_NE(error.find("CUDA device 0 (Fake GPU A)"), std::string::npos) << error;
    cuda->reset_knobs();
  }
}

TEST_F(CudaResampling, OtherFormatsAreRefusedWithWhatToDo) {
  resample::CudaResampler resampler(nullptr);
  const CapsHandle caps(
      gst_caps_from_string("video/x-raw(memory:CUDAMemory),format=RGBA,width=64,height=64"));
  ResampleSetup setup;
  setup.in_caps = setup.out_caps = caps.get();
  gst_video_info_from_caps(&setup.in_info, caps.get());
  setup.out_info = setup.in_info;
  EXPECT_EQ(resampler.configure(setup),
            "virtualptz takes NV12 and P010_10LE in CUDA memory. Put \"cudaconvert\" in front.");
}

}  // namespace
}  // namespace gimbal

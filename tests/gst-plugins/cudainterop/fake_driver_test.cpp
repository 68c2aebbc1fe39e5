// cudainterop in real pipelines with software OpenGL and a fake CUDA driver: the pictures, the
// order of calls, what is left alive, and the errors. What a GPU does is not tested here.
#include <gst/cuda/gstcudabufferpool.h>
#include <gst/cuda/gstcudautils.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"
#include "tests/gst-plugins/cudainterop/fake_driver.hpp"
#include "tests/gst-plugins/cudainterop/pipeline.hpp"

namespace gimbal::cudainterop {
namespace {

std::string source(int frames, int width, int height) {
  return "gltestsrc num-buffers=" + std::to_string(frames) +
         " pattern=smpte ! capsfilter name=filter "
         "caps=\"video/x-raw(memory:GLMemory),format=RGBA,width=" +
         std::to_string(width) + ",height=" + std::to_string(height) + ",framerate=30/1\"";
}

void expect_right_pictures(const Pipeline& pipeline, bool bt709, bool full) {
  ASSERT_EQ(pipeline.inputs.size(), pipeline.outputs.size());
  for (std::size_t i = 0; i < pipeline.outputs.size(); ++i) {
    const Nv12Picture& out = pipeline.outputs[i];
    EXPECT_LE(worst_error(pipeline.inputs[i], bt709, full, out.luma.data(), out.luma_stride,
                          out.chroma.data(), out.chroma_stride),
              0.51);
    EXPECT_EQ(out.boxes, boxes_of_input());
    EXPECT_FALSE(out.has_sync);
  }
}

TEST_F(FakeDriver, FramesBecomeNv12) {
  const struct {
    int width;
    int height;
    std::string downstream;
    const char* colorimetry;
    bool bt709;
    bool full;
  } cases[] = {
      {1280, 720, "", "bt709", true, false},
      {321, 181, "", "bt601", false, false},
      {322, 180, "! video/x-raw(memory:CUDAMemory),colorimetry=1:3:5:1", "1:3:5:1", true, true},
  };
  for (const auto& one : cases) {
    Pipeline pipeline(source(5, one.width, one.height), one.downstream);
    EXPECT_EQ(pipeline.text_property("path"), "none");
    EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
    ASSERT_EQ(pipeline.outputs.size(), 5U);
    EXPECT_EQ(pipeline.outputs[0].colorimetry, one.colorimetry);
    expect_right_pictures(pipeline, one.bt709, one.full);
    EXPECT_EQ(pipeline.text_property("path"), "zero-copy");
    EXPECT_EQ(pipeline.text_property("cuda-device-name"), "Fake GPU A");
  }
}

TEST_F(FakeDriver, EachTextureIsRegisteredOnce) {
  Pipeline pipeline(source(60, 64, 48));
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  EXPECT_EQ(cuda->launches, 60);
  EXPECT_GE(cuda->all_registrations, 1);
  EXPECT_LE(cuda->all_registrations, 8) << "more than a pool has";
}

TEST_F(FakeDriver, ANewSizeUnregistersTheOldTextures) {
  Pipeline pipeline(source(12, 64, 48));
  std::vector<int> registered;
  const ElementHandle filter(pipeline.named("filter"));
  pipeline.before_frame = [&](int frame) {
    if (frame % 4 == 3) {
      const CapsHandle caps(gst_caps_new_simple(
          "video/x-raw", "format", G_TYPE_STRING, "RGBA", "width", G_TYPE_INT, 64 + 16 * frame,
          "height", G_TYPE_INT, 48, "framerate", GST_TYPE_FRACTION, 30, 1, nullptr));
      gst_caps_set_features_simple(caps.get(), gst_caps_features_new_single("memory:GLMemory"));
      g_object_set(filter.get(), "caps", caps.get(), nullptr);
    }
    registered.push_back(cuda->registrations);
  };
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  ASSERT_EQ(pipeline.inputs.size(), 12U);
  EXPECT_NE(pipeline.inputs.front().width, pipeline.inputs.back().width);
  expect_right_pictures(pipeline, false, false);
  EXPECT_LE(*std::max_element(registered.begin(), registered.end()), 8);
}

TEST_F(FakeDriver, TexturesThatOutliveTheStreamAreUnregisteredWithIt) {
  Pipeline pipeline(source(5, 64, 48));
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  ASSERT_TRUE(pipeline.kept);
  pipeline.stop();
  EXPECT_EQ(cuda->registrations, 0);
}

TEST_F(FakeDriver, TexturesThatComeAndGoAreUnregisteredAsTheyGo) {
  // OpenGL gives the names of deleted textures out again: the pictures would be old ones.
  Pipeline pipeline(source(20, 64, 48));
  pipeline.fresh_textures = true;
  std::vector<int> registered;
  pipeline.before_frame = [&](int) { registered.push_back(cuda->registrations); };
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  expect_right_pictures(pipeline, false, false);
  EXPECT_EQ(cuda->all_registrations, 20);
  EXPECT_LE(*std::max_element(registered.begin(), registered.end()), 8);
}

TEST_F(FakeDriver, WhatTheCpuWroteIsUploadedFirst) {
  Pipeline pipeline(
      "videotestsrc num-buffers=5 ! video/x-raw,width=64,height=48 ! glupload ! "
      "glcolorconvert ! video/x-raw(memory:GLMemory),format=RGBA");
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  EXPECT_EQ(pipeline.outputs.size(), 5U);
  expect_right_pictures(pipeline, false, false);
}

TEST_F(FakeDriver, RunsAgainAfterReady) {
  Pipeline pipeline(source(3, 64, 48));
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  auto* top = GST_ELEMENT(GST_OBJECT_PARENT(pipeline.dut.get()));
  gst_element_set_state(top, GST_STATE_READY);
  EXPECT_EQ(pipeline.text_property("path"), "none");
  EXPECT_EQ(pipeline.text_property("cuda-device-name"), "");
  g_object_set(pipeline.dut.get(), "cuda-device", 1, nullptr);
  cuda->gl_device = 1;
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  EXPECT_EQ(pipeline.outputs.size(), 6U);
  EXPECT_EQ(pipeline.text_property("cuda-device-name"), "Fake GPU B");
}

TEST_F(FakeDriver, EveryFailingCallIsOneErrorThatNamesIt) {
  for (const std::string call :
       {"cuModuleLoadData", "cuModuleGetFunction", "cuStreamCreate", "cuGraphicsGLRegisterImage",
        "cuGraphicsMapResources", "cuGraphicsSubResourceGetMappedArray", "cuTexObjectCreate",
        "cuLaunchKernel", "cuGraphicsUnmapResources", "cuStreamSynchronize",
        "cuTexObjectDestroy"}) {
    cuda->reset_knobs();
    cuda->failing_call = call;
    Pipeline pipeline(source(3, 64, 48));
    const auto errors = pipeline.play();
    ASSERT_EQ(errors.size(), 1U) << call;
    EXPECT_NE(errors[0].find(call + " failed: CUDA_ERROR_UNKNOWN (made to fail)"),
              std::string::npos)
        << errors[0];
    EXPECT_NE(errors[0].find("OpenGL on "), std::string::npos) << errors[0];
    EXPECT_NE(errors[0].find("CUDA device 0 (Fake GPU A)"), std::string::npos) << errors[0];
    EXPECT_TRUE(pipeline.outputs.empty()) << call;
  }
}

TEST_F(FakeDriver, OpenGlOnAnotherDeviceIsAnErrorThatNamesBoth) {
  cuda->gl_device = 1;
  Pipeline pipeline(source(3, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_NE(errors[0].find("is CUDA device 1 (Fake GPU B), but CUDA works on CUDA device 0 (Fake "
                           "GPU A)"),
            std::string::npos)
      << errors[0];
}

TEST_F(FakeDriver, OpenGlOnNoCudaDeviceIsAnErrorThatNamesBoth) {
  cuda->gl_device = -1;
  Pipeline pipeline(source(3, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_NE(errors[0].find("cannot share textures with CUDA device 0 (Fake GPU A): cuGLGetDevices"),
            std::string::npos)
      << errors[0];
}

TEST_F(FakeDriver, ReadySaysWhichDeviceIsMissing) {
  const struct {
    int devices;
    int init_result;
    int wanted;
    const char* text;
  } cases[] = {
      {0, 0, -1, "No NVIDIA GPU"},
      {0, 100, -1, "No NVIDIA GPU"},  // CUDA_ERROR_NO_DEVICE
      {1, 999, -1, "The NVIDIA driver does not start: cuInit failed: CUDA_ERROR_UNKNOWN"},
      {2, 0, 2, "There is no CUDA device 2: this machine has 2"},
  };
  for (const auto& one : cases) {
    cuda->devices = one.devices;
    cuda->init_result = one.init_result;
    Pipeline pipeline(source(1, 64, 48));
    g_object_set(pipeline.dut.get(), "cuda-device", one.wanted, nullptr);
    const auto errors = pipeline.play();
    ASSERT_EQ(errors.size(), 1U) << one.text;
    EXPECT_EQ(errors[0].find(one.text), 0U) << errors[0];
  }
}

TEST_F(FakeDriver, NoCudaContextIsAnError) {
  cuda->failing_call = "cuCtxCreate";
  Pipeline pipeline(source(1, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("CUDA device 0 (Fake GPU A) cannot be used"), 0U) << errors[0];
}

TEST_F(FakeDriver, NoCudaMemoryIsAnError) {
  cuda->failing_call = "cuMemAllocPitch";
  Pipeline pipeline(source(1, 64, 48));
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("No CUDA memory for output frames on CUDA device 0 (Fake GPU A)"), 0U)
      << errors[0];
}

TEST_F(FakeDriver, TakesTheContextItIsGiven) {
  const CudaContextHandle given(gst_cuda_context_new(0));
  Pipeline pipeline(source(3, 64, 48));
  const ContextHandle context(gst_context_new_cuda_context(given.get()));
  gst_element_set_context(pipeline.dut.get(), context.get());
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  ASSERT_EQ(pipeline.outputs.size(), 3U);
  EXPECT_EQ(pipeline.outputs[0].context, given.get());
  EXPECT_EQ(cuda->contexts, 1);
}

TEST_F(FakeDriver, JoinsTheContextOfDownstreamsPool) {
  const CudaContextHandle theirs(gst_cuda_context_new(0));
  const GstObjectHandle<GstBufferPool> pool(gst_cuda_buffer_pool_new(theirs.get()));
  Pipeline pipeline(source(3, 64, 48));
  pipeline.offered_pool = pool.get();
  EXPECT_EQ(pipeline.play(), std::vector<std::string>{});
  ASSERT_EQ(pipeline.outputs.size(), 3U);
  EXPECT_EQ(pipeline.outputs[0].context, theirs.get());
}

TEST_F(FakeDriver, DownstreamOnAnotherDeviceIsAnErrorWhereTheUserSaidWhich) {
  const CudaContextHandle theirs(gst_cuda_context_new(1));
  const GstObjectHandle<GstBufferPool> pool(gst_cuda_buffer_pool_new(theirs.get()));
  Pipeline pipeline(source(3, 64, 48));
  g_object_set(pipeline.dut.get(), "cuda-device", 0, nullptr);
  pipeline.offered_pool = pool.get();
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("cuda-device asks for CUDA device 0 (Fake GPU A), but downstream works "
                           "on CUDA device 1 (Fake GPU B)"),
            0U)
      << errors[0];
}

TEST_F(FakeDriver, OtherColoursAreAnError) {
  Pipeline pipeline(source(1, 64, 48), "! video/x-raw(memory:CUDAMemory),colorimetry=bt2020");
  const auto errors = pipeline.play();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].find("cudainterop cannot make colorimetry bt2020"), 0U) << errors[0];
}

}  // namespace
}  // namespace gimbal::cudainterop

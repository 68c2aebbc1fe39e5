// Which GPU draws and which one CUDA works on, under what the environment says of them; and what
// else works in the same CUDA context. What changes the environment runs in a child.
#include <gst/cuda/gstcudamemory.h>

#include "launcher/encoder_ladder.hpp"
#include "lib/cuda/cuda_facts.hpp"
#include "tests/gpu/gpu_fixture.hpp"

namespace gimbal {
namespace {

TEST_F(Gpu, EachIsFoundByItsCudaNumber) {
  const auto facts = read_cuda_facts();
  ASSERT_TRUE(facts) << facts.error();
  for (std::size_t i = 0; i < facts->devices.size(); ++i) {
    TestPipeline pipeline(frames(3, "width=640,height=360", "cuda-device=" + std::to_string(i)) +
                          "cudainterop name=dut" + kToSink);
    ASSERT_EQ(pipeline.run().size(), 3U) << pipeline.error();
    EXPECT_EQ(text_property(pipeline, "dut", "path"), "zero-copy");
    EXPECT_EQ(text_property(pipeline, "dut", "cuda-device-name"), facts->devices[i].name);
  }
}

/// Three frames that come without a copy, from the GPU that CUDA calls the first.
void expect_frames_of_the_first() {
  const auto facts = read_cuda_facts();
  ASSERT_TRUE(facts) << facts.error();
  ASSERT_EQ(facts->devices.size(), 1U);
  TestPipeline pipeline(frames(3) + "cudainterop name=dut" + kToSink);
  ASSERT_EQ(pipeline.run().size(), 3U) << pipeline.error();
  EXPECT_EQ(text_property(pipeline, "dut", "path"), "zero-copy");
  EXPECT_EQ(text_property(pipeline, "dut", "cuda-device-name"), facts->devices[0].name);
}

TEST(DISABLED_Child, OneGpuIsVisible) {
  expect_frames_of_the_first();
}

TEST_F(Gpu, TheOnlyVisibleOneIsNumberZero) {
  for (int i = 0; i < driver.count_devices(); ++i) {
    EXPECT_EQ(
        fails_in_child("DISABLED_Child.OneGpuIsVisible", "CUDA_VISIBLE_DEVICES", std::to_string(i)),
        "");
  }
}

TEST(DISABLED_Child, NoGpuIsVisible) {
  TestPipeline readback(
      "eglsrc name=src is-live=false num-buffers=3 ! glreadback ! appsink name=out sync=false");
  EXPECT_EQ(readback.run().size(), 3U) << readback.error();
  gboolean software = TRUE;
  g_object_get(readback.element("src").get(), "software", &software, nullptr);
  EXPECT_FALSE(software) << "the GPU draws all the same";
  TestPipeline interop("eglsrc is-live=false num-buffers=3 ! cudainterop ! appsink name=out");
  EXPECT_TRUE(interop.run().empty());
  EXPECT_EQ(interop.error().find("No NVIDIA GPU"), 0U) << interop.error();
}

TEST_F(Gpu, OneThatIsHiddenFromCudaDrawsAndIsReadBack) {
  EXPECT_EQ(fails_in_child("DISABLED_Child.NoGpuIsVisible", "CUDA_VISIBLE_DEVICES", ""), "");
}

TEST_F(Gpu, ADecoderInThePipelineSharesTheContext) {
  if (!GstObjectHandle<GstElementFactory>(gst_element_factory_find("nvh264dec"))) {
    GTEST_SKIP() << "this GPU has no H.264 decoder: there is no nvh264dec";
  }
  TestPipeline pipeline(
      frames(30, "width=640,height=360") +
      "cudainterop ! appsink name=out sync=false  "
      "videotestsrc num-buffers=30 ! video/x-raw,width=640,height=360 ! x264enc bframes=0 ! "
      "h264parse ! nvh264dec ! video/x-raw(memory:CUDAMemory) ! appsink name=decoded sync=false");
  pipeline.play();
  const SampleHandle drawn = pipeline.pull();
  const ElementHandle sink = pipeline.element("decoded");
  const SampleHandle decoded(
      gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), 10 * GST_SECOND));
  ASSERT_TRUE(drawn) << pipeline.error();
  ASSERT_TRUE(decoded) << pipeline.error();
  const auto context_of = [](GstSample* sample) {
    GstMemory* memory = gst_buffer_peek_memory(gst_sample_get_buffer(sample), 0);
    EXPECT_TRUE(gst_is_cuda_memory(memory));
    return reinterpret_cast<GstCudaMemory*>(memory)->context;
  };
  EXPECT_EQ(context_of(drawn.get()), context_of(decoded.get()));
}

TEST_F(Gpu, TheLadderTakesNvencOrSaysWhyNot) {
  const auto chosen = choose_encoder({}, {});
  ASSERT_TRUE(chosen) << chosen.error();
  if (std::string(chosen->name) == "nvenc") {
    EXPECT_TRUE(chosen->takes_cuda);
    return;
  }
  for (const EncoderRung& rung : encoder_ladder()) {
    if (std::string(rung.name) == "nvenc") {
      const std::string why = try_encoder(rung, {});
      EXPECT_NE(why, "");
      EXPECT_EQ(why.find("libcuda"), std::string::npos) << why;  // the driver is there
    }
  }
}

}  // namespace
}  // namespace gimbal

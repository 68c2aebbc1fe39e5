// cudainterop on a GPU: its pictures beside those of the CPU path, the pairing of devices, memory
// over a thousand frames, new caps.
#include <cmath>

#include "tests/gpu/nvidia_gpu.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

constexpr const char* kToMemory = " ! cudadownload ! appsink name=out sync=false";

std::string frames(int count, const std::string& caps = "width=1280,height=720") {
  return "eglsrc name=src cuda-device=0 is-live=false num-buffers=" + std::to_string(count) +
         " ! capsfilter name=filter caps=\"video/x-raw(memory:GLMemory),framerate=30/1," + caps +
         "\" ! ";
}

std::string text_property(const TestPipeline& pipeline, const char* element, const char* name) {
  char* value = nullptr;
  g_object_get(pipeline.element(element).get(), name, &value, nullptr);
  const CharHandle owned(value);
  return value != nullptr ? value : "";
}

/// Decibels between all samples of two pictures of one size and format.
double psnr(const Picture& a, const Picture& b) {
  double squares = 0;
  double samples = 0;
  for (guint c = 0; c < 3; ++c) {
    for (int y = 0; y < a.component_height(c); ++y) {
      for (int x = 0; x < a.component_width(c); ++x) {
        const double difference = a.value(c, x, y) - b.value(c, x, y);
        squares += difference * difference;
        samples += 1;
      }
    }
  }
  return squares == 0 ? 100 : 10 * std::log10(255 * 255 * samples / squares);
}

class Gpu : public testing::Test {
 protected:
  void SetUp() override {
    gst_init(nullptr, nullptr);
    const std::string reason = why_no_gpu(driver);
    if (!reason.empty()) {
      GTEST_SKIP() << reason;
    }
  }

  const CudaDriver driver;
};

TEST_F(Gpu, PicturesAreThoseOfTheCpuPath) {
  for (const char* size : {"width=1280,height=720", "width=641,height=359"}) {
    TestPipeline gpu(frames(3, size) + "cudainterop name=dut" + kToMemory);
    TestPipeline cpu(frames(3, size) +
                     "glreadback ! video/x-raw,format=NV12 ! appsink name=out sync=false");
    const auto got = gpu.run();
    const auto want = cpu.run();
    ASSERT_EQ(got.size(), 3U) << gpu.error();
    ASSERT_EQ(want.size(), 3U) << cpu.error();
    for (std::size_t i = 0; i < got.size(); ++i) {
      const Picture ours(got[i].get());
      const Picture reference(want[i].get());
      ASSERT_EQ(ours.width(), reference.width());
      EXPECT_GE(psnr(ours, reference), 45) << size << " frame " << i;
    }
    EXPECT_EQ(text_property(gpu, "dut", "path"), "zero-copy");
    EXPECT_NE(text_property(gpu, "dut", "cuda-device-name"), "");
  }
}

TEST_F(Gpu, AThousandFramesTakeNoMoreMemoryThanAHundred) {
  TestPipeline pipeline(frames(1000) + "cudainterop ! appsink name=out sync=false max-buffers=2");
  pipeline.play();
  std::size_t free_after_hundred = 0;
  int count = 0;
  while (const SampleHandle sample = pipeline.pull()) {
    if (++count == 100) {
      free_after_hundred = driver.free_memory(0);
    }
  }
  ASSERT_EQ(count, 1000) << pipeline.error();
  // Others may use the GPU, too; nine hundred frames kept would be over a gigabyte.
  constexpr std::size_t kOthers = std::size_t{64} << 20;
  EXPECT_GE(driver.free_memory(0) + kOthers, free_after_hundred);
}

TEST_F(Gpu, NewSizesInMidStreamNeedNoRestart) {
  TestPipeline pipeline(frames(40) + "cudainterop" + kToMemory + " max-buffers=1");
  pipeline.play();
  std::vector<int> widths;
  for (int count = 0; const SampleHandle sample = pipeline.pull(); ++count) {
    const Picture picture(sample.get());
    if (widths.empty() || widths.back() != picture.width()) {
      widths.push_back(picture.width());
    }
    if (count == 0) {
      const CapsHandle caps(
          gst_caps_from_string("video/x-raw(memory:GLMemory),framerate=30/1,width=854,height=480"));
      g_object_set(pipeline.element("filter").get(), "caps", caps.get(), nullptr);
    }
  }
  EXPECT_EQ(pipeline.error(), "");
  EXPECT_EQ(widths, (std::vector<int>{1280, 854}));
}

TEST_F(Gpu, OpenGlInSoftwareIsAnErrorThatNamesBothDevices) {
  const auto devices = list_egl_devices();
  const auto software = std::find_if(devices->begin(), devices->end(),
                                     [](const EglDevice& device) { return device.software; });
  if (software == devices->end()) {
    GTEST_SKIP() << "EGL has no software device here";
  }
  TestPipeline pipeline("eglsrc name=src num-buffers=3 device=" + std::to_string(software->index) +
                        " ! cudainterop" + kToMemory);
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  const std::string error = pipeline.error();
  EXPECT_NE(error.find("OpenGL on " + text_property(pipeline, "src", "gl-renderer")),
            std::string::npos)
      << error;
  EXPECT_NE(error.find("CUDA device 0"), std::string::npos) << error;
}

TEST_F(Gpu, OpenGlOnAnotherGpuIsAnErrorThatNamesBothDevices) {
  if (driver.count_devices() < 2) {
    GTEST_SKIP() << "there is one NVIDIA GPU only";
  }
  TestPipeline pipeline("eglsrc num-buffers=3 cuda-device=1 ! cudainterop cuda-device=0" +
                        std::string(kToMemory));
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  const std::string error = pipeline.error();
  EXPECT_NE(error.find("CUDA device 0"), std::string::npos) << error;
  EXPECT_NE(error.find("CUDA device 1"), std::string::npos) << error;
}

TEST_F(Gpu, ReadbackGivesTheSameAtBothDepths) {
  const std::string out = " ! appsink name=out sync=false";
  TestPipeline at_once(frames(10) + "glreadback depth=0" + out);
  TestPipeline later(frames(10) + "glreadback depth=1" + out);
  const auto want = at_once.run();
  const auto got = later.run();
  ASSERT_EQ(want.size(), 10U) << at_once.error();
  ASSERT_EQ(got.size(), 10U) << later.error();
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(psnr(Picture(got[i].get()), Picture(want[i].get())), 100) << i;
  }
}

}  // namespace
}  // namespace gimbal

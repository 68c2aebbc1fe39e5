// cudainterop on a GPU: its pictures, the pairing of devices, new caps, full memory, and several of
// it at once.
#include <cmath>
#include <thread>

#include "tests/gpu/device_memory.hpp"
#include "tests/gpu/gpu_fixture.hpp"
#include "tests/gpu/noise_shader.hpp"

namespace gimbal {
namespace {

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

// Judged by what GStreamer's own elements read back and the definition of the matrix.
TEST_F(Gpu, PicturesAreWhatTheDefinitionSays) {
  const NoiseShader shader;
  const std::string noise = "cuda-device=0 shader-file=" + shader.path();
  const struct {
    std::string source;
    const char* size;
    const char* colorimetry;
    bool bt709;
    bool full;
  } cases[] = {
      {"cuda-device=0", "width=1280,height=720", "bt709", true, false},
      {"cuda-device=0", "width=3840,height=2160", "bt709", true, false},
      {noise, "width=641,height=359", "bt709", true, false},
      {noise, "width=640,height=360", "bt601", false, false},
      {noise, "width=322,height=181", "1:3:5:1", true, true},
      {noise, "width=16,height=16", "bt709", true, false},
  };
  for (const auto& one : cases) {
    TestPipeline stock(frames(3, one.size, one.source) +
                       "gldownload ! video/x-raw,format=RGBA ! appsink name=out sync=false");
    TestPipeline ours(
        frames(3, one.size, one.source) +
        "cudainterop ! video/x-raw(memory:CUDAMemory),colorimetry=" + one.colorimetry + kToSink);
    const auto rgba = stock.run();
    const auto nv12 = ours.run();
    ASSERT_EQ(rgba.size(), 3U) << one.size << " " << stock.error();
    ASSERT_EQ(nv12.size(), 3U) << one.size << " " << ours.error();
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_LE(worst_error(rgba_of(rgba[i].get()), nv12[i].get(), one.bt709, one.full), 0.51)
          << one.size << " " << one.colorimetry << " frame " << i;
    }
  }
}

TEST_F(Gpu, PicturesAreThoseOfTheCpuPath) {
  for (const char* size : {"width=1280,height=720", "width=641,height=359"}) {
    TestPipeline gpu(frames(3, size) + "cudainterop name=dut" + kToSink);
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

TEST_F(Gpu, NewSizesInMidStreamNeedNoRestart) {
  TestPipeline pipeline(frames(40) + "cudainterop" + kToSink + " max-buffers=1");
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
                        " ! cudainterop" + kToSink);
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
                        std::string(kToSink));
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  const std::string error = pipeline.error();
  EXPECT_NE(error.find("CUDA device 0"), std::string::npos) << error;
  EXPECT_NE(error.find("CUDA device 1"), std::string::npos) << error;
}

TEST_F(Gpu, TwoPipelinesAtOnceGiveWhatEachGivesAlone) {
  const std::string line = frames(200, "width=640,height=360") + "cudainterop" + kToSink;
  TestPipeline alone(line);
  const auto want = alone.run();
  ASSERT_EQ(want.size(), 200U) << alone.error();
  TestPipeline one(line);
  TestPipeline other(line);
  std::vector<SampleHandle> of_one;
  std::thread beside([&] { of_one = one.run(); });
  const auto of_other = other.run();
  beside.join();
  ASSERT_EQ(of_one.size(), 200U) << one.error();
  ASSERT_EQ(of_other.size(), 200U) << other.error();
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(psnr(Picture(of_one[i].get()), Picture(want[i].get())), 100) << i;
    EXPECT_EQ(psnr(Picture(of_other[i].get()), Picture(want[i].get())), 100) << i;
  }
}

TEST_F(Gpu, TwoElementsShareTheTexturesOfOneSource) {
  TestPipeline pipeline(frames(60, "width=640,height=360") +
                        "tee name=both  both. ! queue ! cudainterop" + kToSink +
                        "  both. ! queue ! cudainterop ! appsink name=second sync=false");
  const auto first = pipeline.run();
  ASSERT_EQ(first.size(), 60U) << pipeline.error();
  const ElementHandle second = pipeline.element("second");
  for (const SampleHandle& want : first) {
    const SampleHandle got(
        gst_app_sink_try_pull_sample(GST_APP_SINK(second.get()), 10 * GST_SECOND));
    ASSERT_TRUE(got) << pipeline.error();
    EXPECT_EQ(psnr(Picture(got.get()), Picture(want.get())), 100);
  }
}

TEST_F(Gpu, FullMemoryIsAnErrorAndFreedMemoryIsEnoughAgain) {
  const std::string line = frames(5, "width=3840,height=2160") + "cudainterop" + kToSink;
  {
    const MemoryHoard all(driver, 0);
    TestPipeline pipeline(line);
    const auto samples = pipeline.run();
    if (samples.size() == 5) {
      GTEST_SKIP() << "the driver found memory for five frames where none was left";
    }
    EXPECT_NE(pipeline.error().find("emory"), std::string::npos);
  }
  TestPipeline pipeline(line);
  EXPECT_EQ(pipeline.run().size(), 5U) << pipeline.error();
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

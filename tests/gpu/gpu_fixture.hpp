// What the tests on a GPU share: streams of frames, and the pictures that they are to become.
#pragma once

#include <gst/gst.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "tests/gpu/nvidia_gpu.hpp"
#include "tests/gst-plugins/cudainterop/reference.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {

/// Samples of CUDA memory, which copies itself to system memory when it is mapped there.
inline constexpr const char* kToSink = " ! appsink name=out sync=false";

/// The first `count` frames of a picture drawn on the GPU, as textures; the same each time.
/// `source` adds to eglsrc's properties, `caps` says the size.
inline std::string frames(int count, const std::string& caps = "width=1280,height=720",
                          const std::string& source = "cuda-device=0") {
  return "eglsrc name=src is-live=false num-buffers=" + std::to_string(count) + " " + source +
         " ! capsfilter name=filter caps=\"video/x-raw(memory:GLMemory),framerate=30/1," + caps +
         "\" ! ";
}

inline std::string text_property(const TestPipeline& pipeline, const char* element,
                                 const char* name) {
  char* value = nullptr;
  g_object_get(pipeline.element(element).get(), name, &value, nullptr);
  const CharHandle owned(value);
  return value != nullptr ? value : "";
}

/// The pixels of an RGBA sample in system memory.
inline cudainterop::RgbaPicture rgba_of(GstSample* sample) {
  const Picture picture(sample);
  cudainterop::RgbaPicture rgba{picture.width(), picture.height(), {}};
  const auto row_bytes = static_cast<std::size_t>(4 * rgba.width);
  rgba.bytes.resize(row_bytes * static_cast<std::size_t>(rgba.height));
  for (int y = 0; y < rgba.height; ++y) {
    const auto row = static_cast<std::size_t>(y);
    std::memcpy(rgba.bytes.data() + row * row_bytes, picture.luma() + row * picture.luma_stride(),
                row_bytes);
  }
  return rgba;
}

/// Where NV12 in system memory is furthest from what the definition makes of `rgba`.
inline double worst_error(const cudainterop::RgbaPicture& rgba, GstSample* nv12, bool bt709,
                          bool full) {
  const Picture picture(nv12);
  return cudainterop::worst_error(rgba, bt709, full, picture.plane(0), picture.stride(0),
                                  picture.plane(1), picture.stride(1));
}

/// What the disabled test of that name says in a process of its own, with a variable set there: the
/// driver reads the environment as it starts. Empty if it passed.
inline std::string fails_in_child(const std::string& test, const char* variable,
                                  const std::string& value) {
  const std::string filter = "--gtest_filter=" + test;
  std::string program = "/proc/self/exe";
  std::string also = "--gtest_also_run_disabled_tests";
  std::string chosen = filter;
  std::array<char*, 4> arguments{program.data(), also.data(), chosen.data(), nullptr};
  char** environment = g_environ_setenv(g_get_environ(), variable, value.c_str(), TRUE);
  // Its report must not be written over ours.
  environment = g_environ_unsetenv(environment, "GTEST_OUTPUT");
  gchar* said = nullptr;
  gint status = -1;
  GError* raw_error = nullptr;
  g_spawn_sync(nullptr, arguments.data(), environment, G_SPAWN_DEFAULT, nullptr, nullptr, &said,
               nullptr, &status, &raw_error);
  g_strfreev(environment);
  const CharHandle owned(said);
  const ErrorHandle error(raw_error);
  const std::string text = error ? error->message : said;
  const bool ran = text.find("[  PASSED  ] 1 test") != std::string::npos;
  return status == 0 && ran ? "" : text;
}

/// Skips where there is no GPU, with the reason; fails where GIMBAL_GPU_EXPECTED is set.
class Gpu : public testing::Test {
 protected:
  void SetUp() override {
    gst_init(nullptr, nullptr);
    const std::string reason = why_no_gpu(driver);
    if (reason.empty()) {
      return;
    }
    if (g_getenv("GIMBAL_GPU_EXPECTED") != nullptr) {
      FAIL() << reason;
    }
    GTEST_SKIP() << reason;
  }

  const CudaDriver driver;
};

}  // namespace gimbal

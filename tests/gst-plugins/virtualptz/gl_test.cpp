// virtualptz on OpenGL textures: the same pictures as in system memory, and none is fetched.
#include <cmath>

#include "gst-plugins/common/crop_meta.hpp"
#include "gst-plugins/common/roi_meta.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

constexpr const char* kSource =
    "eglsrc is-live=false scene=court num-buffers=4 "
    "! video/x-raw(memory:GLMemory),width=640,height=360,framerate=30/1 ! ";
constexpr const char* kSink = " ! appsink name=out sync=false";

std::string memory_of(const TestPipeline& pipeline) {
  gchar* memory = nullptr;
  g_object_get(pipeline.element("camera").get(), "memory", &memory, nullptr);
  return CharHandle(memory).get();
}

double psnr(const std::vector<int>& a, const std::vector<int>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += std::pow(a[i] - b[i], 2);
  }
  return 10 * std::log10(255 * 255 / (sum / static_cast<double>(a.size()) + 1e-9));
}

TEST(VirtualPtzOnGl, ShowsWhatItShowsInSystemMemory) {
  const std::string camera =
      "virtualptz name=camera center-x=0.37 center-y=0.56 zoom=2.3 aspect=pad ";
  TestPipeline on_gl(kSource + camera +
                     "! video/x-raw(memory:GLMemory),width=320,height=240 "
                     "! gldownload ! video/x-raw,format=RGBA" +
                     kSink);
  TestPipeline in_memory(kSource + std::string("gldownload ! video/x-raw,format=RGBA ! ") + camera +
                         "! video/x-raw,format=RGBA,width=320,height=240" + kSink);
  const auto drawn = on_gl.run();
  const auto expected = in_memory.run();
  ASSERT_EQ(drawn.size(), 4U) << on_gl.error();
  ASSERT_EQ(expected.size(), 4U) << in_memory.error();
  EXPECT_EQ(memory_of(on_gl), "GLMemory");
  EXPECT_EQ(memory_of(in_memory), "SystemMemory");
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    EXPECT_GT(psnr(values_of(drawn[i].get()), values_of(expected[i].get())), 45) << i;
    GstBuffer* buffer = gst_sample_get_buffer(drawn[i].get());
    GstBuffer* reference = gst_sample_get_buffer(expected[i].get());
    EXPECT_EQ(get_crop_meta(buffer), get_crop_meta(reference));
  }
}

TEST(VirtualPtzOnGl, TheWholePictureIsTheSameTexture) {
  TestPipeline pipeline(std::string(kSource) +
                        "virtualptz name=camera ! glreadback ! appsink name=out sync=false");
  TestPipeline without(std::string(kSource) + "glreadback ! appsink name=out sync=false");
  const auto samples = pipeline.run();
  const auto expected = without.run();
  ASSERT_EQ(samples.size(), 4U) << pipeline.error();
  ASSERT_EQ(expected.size(), 4U);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_EQ(values_of(samples[i].get()), values_of(expected[i].get()));
    EXPECT_EQ(get_roi_metas(gst_sample_get_buffer(samples[i].get())),
              get_roi_metas(gst_sample_get_buffer(expected[i].get())));
  }
}

}  // namespace
}  // namespace gimbal

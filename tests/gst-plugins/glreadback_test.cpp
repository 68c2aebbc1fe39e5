// glreadback's pixels against colours worked out by hand, and its caps.
#include <gst/gl/gl.h>

#include <array>
#include <cstdlib>

#include "gst-plugins/common/roi_meta.hpp"
#include "tests/gst-plugins/eglsrc/scratch_folder.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

/// In software the frames of eglsrc are in memory; OpenGL draws those of this one.
constexpr const char* kDrawnByGl = "gleffects_identity ! ";

std::vector<SampleHandle> run_bars(const std::string& caps, const std::string& way = "") {
  TestPipeline pipeline(
      "eglsrc num-buffers=1 is-live=false ! "
      "video/x-raw(memory:GLMemory),width=1280,height=720 ! " +
      way + "glreadback ! " + caps + " ! appsink name=out sync=false");
  auto samples = pipeline.run();
  EXPECT_EQ(samples.size(), 1U) << pipeline.error();
  return samples;
}

/// Y, U, V in the middle of the bar `bar` of seven.
void expect_bar(const Picture& picture, int bar, std::array<int, 3> yuv) {
  const int x = picture.width() * (2 * bar + 1) / 14;
  EXPECT_NEAR(picture.value(0, x, 100), yuv[0], 1) << bar;
  EXPECT_NEAR(picture.value(1, x / 2, 50), yuv[1], 1) << bar;
  EXPECT_NEAR(picture.value(2, x / 2, 50), yuv[2], 1) << bar;
}

// The bars' RGB are 235 and 16. Red (235,16,16): in BT.709 R'G'B' to Y = 0.2126 R + 0.7152 G +
// 0.0722 B = 62.56, limited 16 + 62.56 * 219 / 255 = 69.7; Cb = (16 - 62.56) / 1.8556 = -25.1,
// times 224 / 255 = -22.0; Cr = (235 - 62.56) / 1.5748 = 109.5, times 224 / 255 = 96.2.
TEST(GlReadback, BarsInBt709Limited) {
  for (const std::string way : {"", kDrawnByGl}) {
    for (const std::string format : {"NV12", "I420"}) {
      const auto samples = run_bars("video/x-raw,colorimetry=bt709,format=" + format, way);
      ASSERT_EQ(samples.size(), 1U);
      const Picture picture(samples[0].get());
      expect_bar(picture, 0, {218, 128, 128});
      expect_bar(picture, 5, {70, 106, 224});
      expect_bar(picture, 6, {43, 224, 119});
    }
  }
}

// Red in BT.601 full range: Y = 0.299 * 235 + 0.701 * 16 = 81.5; Cb = 128 + (16 - 81.5) / 1.772 =
// 91.0; Cr = 128 + (235 - 81.5) / 1.402 = 237.5.
TEST(GlReadback, BarsInBt601Full) {
  const auto samples = run_bars("video/x-raw,colorimetry=1:4:0:0,format=NV12");
  ASSERT_EQ(samples.size(), 1U);
  const Picture picture(samples[0].get());
  expect_bar(picture, 0, {235, 128, 128});
  expect_bar(picture, 5, {81, 91, 237});
}

TEST(GlReadback, FromMemoryAndFromATextureComesTheSamePicture) {
  for (const std::string source : {"eglsrc scene=court is-live=false num-buffers=5 ! "
                                   "video/x-raw(memory:GLMemory),width=321,height=181",
                                   "eglsrc frame-stamp=true is-live=false num-buffers=5 ! "
                                   "video/x-raw(memory:GLMemory),width=638,height=360"}) {
    for (const std::string format : {"NV12", "I420"}) {
      std::string line = source + " ! tee name=t";
      for (const auto& [sink, way] : {std::pair{"memory", ""}, {"texture", kDrawnByGl}}) {
        line += std::string(" t. ! queue ! ") + way + "glreadback ! video/x-raw,format=";
        line += format + " ! appsink sync=false name=" + sink;
      }
      TestPipeline pipeline(line);
      pipeline.play();
      for (int frame = 0; frame < 5; ++frame) {
        const SampleHandle memory = pipeline.pull("memory");
        const SampleHandle texture = pipeline.pull("texture");
        ASSERT_TRUE(memory && texture) << pipeline.error();
        EXPECT_TRUE(values_of(memory.get()) == values_of(texture.get()))
            << source << " to " << format;
      }
    }
  }
}

TEST(GlReadback, AScenePaintedInMemoryIsNotBroughtToOpenGl) {
  TestPipeline pipeline(
      "eglsrc name=src is-live=false num-buffers=3 ! identity name=mark ! "
      "glreadback ! appsink name=out sync=false");
  BufferHandle frame;
  const ElementHandle mark = pipeline.element("mark");
  g_signal_connect(mark.get(), "handoff",
                   G_CALLBACK(+[](GstElement*, GstBuffer* buffer, BufferHandle* last) {
                     last->reset(gst_buffer_ref(buffer));
                   }),
                   &frame);
  EXPECT_EQ(pipeline.run().size(), 3U) << pipeline.error();
  gboolean software = FALSE;
  g_object_get(pipeline.element("src").get(), "software", &software, nullptr);
  if (software == FALSE) {
    GTEST_SKIP() << "a GPU draws here";
  }
  EXPECT_TRUE(GST_MEMORY_FLAG_IS_SET(gst_buffer_peek_memory(frame.get(), 0),
                                     GST_GL_BASE_MEMORY_TRANSFER_NEED_UPLOAD));
}

/// Whether the next frame is all red, in BT.601 full range, and not bars.
bool is_red(const TestPipeline& pipeline) {
  const SampleHandle sample = pipeline.pull();
  EXPECT_TRUE(sample) << pipeline.error();
  return sample && std::abs(Picture(sample.get()).value(0, 20, 20) - 76) <= 2;
}

TEST(GlReadback, FollowsFromMemoryToTexturesAndBack) {
  const ScratchFolder folder;
  const std::string red = folder.write(
      "red.frag", "void mainImage(out vec4 c, in vec2 p) { c = vec4(1.0, 0.0, 0.0, 1.0); }");
  TestPipeline pipeline(
      "eglsrc name=src is-live=false ! video/x-raw(memory:GLMemory),width=320,height=180 ! "
      "glreadback ! video/x-raw,format=I420,colorimetry=1:4:0:0 ! "
      "appsink name=out sync=false max-buffers=1");
  pipeline.play();
  for (const std::string& shader : {red, std::string(), red, std::string()}) {
    EXPECT_EQ(is_red(pipeline), shader.empty());
    g_object_set(pipeline.element("src").get(), "shader-file", shader.c_str(), nullptr);
    int waited = 0;
    while (is_red(pipeline) == shader.empty() && waited < 20) {
      ++waited;  // frames that were on their way
    }
    // More than the pool has buffers: none may come out as it was before.
    for (int frame = 0; frame < 10; ++frame) {
      EXPECT_EQ(is_red(pipeline), !shader.empty()) << frame;
    }
  }
}

TEST(GlReadback, SaysItsColoursInTheCaps) {
  const auto samples = run_bars("video/x-raw,format=NV12");
  ASSERT_EQ(samples.size(), 1U);
  const Picture picture(samples[0].get());
  EXPECT_EQ(picture.info().colorimetry.matrix, GST_VIDEO_COLOR_MATRIX_BT709);
  EXPECT_EQ(picture.info().colorimetry.range, GST_VIDEO_COLOR_RANGE_16_235);
  EXPECT_EQ(GST_VIDEO_INFO_CHROMA_SITE(&picture.info()), GST_VIDEO_CHROMA_SITE_MPEG2);
}

TEST(GlReadback, AMatrixItDoesNotKnowIsRefusedWithAText) {
  TestPipeline pipeline(
      "eglsrc num-buffers=1 ! glreadback ! video/x-raw,colorimetry=bt2020 ! appsink name=out");
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  EXPECT_NE(pipeline.error().find("BT.709 and BT.601 only"), std::string::npos);
}

TEST(GlReadback, RoiMetasGoAlong) {
  static const std::vector<Box> boxes{{3, "player", 0.75, 10.25, 20.5, 30, 60},
                                      {11, "ball", 1, 5, 6, 7, 8}};
  TestPipeline pipeline(
      "eglsrc num-buffers=1 is-live=false ! identity name=mark ! glreadback "
      "! appsink name=out sync=false");
  const ElementHandle mark = pipeline.element("mark");
  g_signal_connect(mark.get(), "handoff", G_CALLBACK(+[](GstElement*, GstBuffer* buffer, gpointer) {
                     add_roi_metas(buffer, boxes, 1280, 720);
                   }),
                   nullptr);
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 1U) << pipeline.error();
  EXPECT_EQ(get_roi_metas(gst_sample_get_buffer(samples[0].get())), boxes);
}

}  // namespace
}  // namespace gimbal

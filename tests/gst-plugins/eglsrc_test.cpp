// eglsrc in real pipelines, with our own and with stock GL elements behind it.
#include <cstdlib>

#include "gst-plugins/common/roi_meta.hpp"
#include "lib/scene/scene.hpp"
#include "lib/stamp/frame_stamp.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

std::vector<FrameStamp> stamps_of(const std::vector<SampleHandle>& samples) {
  std::vector<FrameStamp> stamps;
  for (const SampleHandle& sample : samples) {
    const Picture picture(sample.get());
    const auto stamp =
        read_stamp(picture.luma(), picture.luma_stride(), picture.width(), picture.height());
    EXPECT_TRUE(stamp);
    stamps.push_back(stamp.value_or(FrameStamp{}));
  }
  return stamps;
}

/// How many warnings are on the bus when that many frames have been pulled.
int warnings_after(TestPipeline& pipeline, int frames) {
  for (int i = 0; i < frames; ++i) {
    EXPECT_TRUE(pipeline.pull()) << pipeline.error();
  }
  const BusHandle bus(gst_element_get_bus(pipeline.get()));
  int warnings = 0;
  while (const MessageHandle message{gst_bus_pop_filtered(bus.get(), GST_MESSAGE_WARNING)}) {
    ++warnings;
  }
  return warnings;
}

/// No GST_GL_* variable is needed; one left in the environment must not be what makes it work.
class EglSrc : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"GST_GL_API", "GST_GL_PLATFORM", "GST_GL_WINDOW", "GST_GL_CONFIG"}) {
      unsetenv(name);
    }
  }
};

TEST_F(EglSrc, FramesAreNumberedAndTimedEvenly) {
  TestPipeline pipeline(
      "eglsrc num-buffers=30 frame-stamp=true "
      "! video/x-raw(memory:GLMemory),width=640,height=360,framerate=60/1 "
      "! glreadback ! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 30U);
  const auto stamps = stamps_of(samples);
  const GstClockTime first = GST_BUFFER_PTS(gst_sample_get_buffer(samples[0].get()));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_EQ(stamps[i].frame, i);
    const GstClockTime pts = GST_BUFFER_PTS(gst_sample_get_buffer(samples[i].get()));
    EXPECT_NEAR(static_cast<double>(pts - first), static_cast<double>(i) * 1e9 / 60, 2);
  }
}

TEST_F(EglSrc, WorksWithStockElementsBehindIt) {
  for (const char* behind : {"gldownload ! videoconvert", "glcolorconvert ! gldownload",
                             "glupload ! glcolorconvert ! gldownload"}) {
    TestPipeline pipeline(std::string("eglsrc num-buffers=5 is-live=false frame-stamp=true "
                                      "! video/x-raw(memory:GLMemory),width=640,height=360 ! ") +
                          behind + " ! video/x-raw,format=I420 ! appsink name=out sync=false");
    const auto samples = pipeline.run();
    ASSERT_EQ(samples.size(), 5U) << behind << ": " << pipeline.error();
    EXPECT_EQ(stamps_of(samples).back().frame, 4U) << behind;
  }
}

TEST_F(EglSrc, TwiceInOneProcessAtTheSameTimeAndAfterEachOther) {
  constexpr const char* kDescription =
      "eglsrc num-buffers=10 is-live=false frame-stamp=true "
      "! video/x-raw(memory:GLMemory),width=640,height=360 "
      "! glreadback ! appsink name=out sync=false";
  TestPipeline first(kDescription);
  TestPipeline second(kDescription);
  first.play();
  second.play();
  EXPECT_EQ(first.run().size(), 10U);
  EXPECT_EQ(second.run().size(), 10U);
  gst_element_set_state(first.get(), GST_STATE_NULL);
  EXPECT_EQ(first.run().size(), 10U);
}

TEST_F(EglSrc, TwoSourcesMeetInOneMixer) {
  TestPipeline pipeline(
      "eglsrc num-buffers=5 is-live=false ! video/x-raw(memory:GLMemory),width=320,height=180 "
      "! mix. eglsrc num-buffers=5 is-live=false scene=court "
      "! video/x-raw(memory:GLMemory),width=320,height=180 ! mix. "
      "glvideomixer name=mix ! glreadback ! appsink name=out sync=false");
  EXPECT_GE(pipeline.run().size(), 4U) << pipeline.error();
}

TEST_F(EglSrc, ABranchWithoutItDrawsInTheSameContext) {
  // Contexts that share nothing give out the same texture names: the mixer would show the wrong
  // pictures.
  for (int turn = 0; turn < 5; ++turn) {
    TestPipeline pipeline(
        "glvideomixer name=mix sink_1::xpos=320 ! gldownload ! videoconvert ! "
        "video/x-raw,format=I420,colorimetry=bt601 ! appsink name=out sync=false "
        // Not live: the mixer waits for both, however slow one is to start.
        "eglsrc num-buffers=5 is-live=false ! "
        "video/x-raw(memory:GLMemory),width=320,height=180,framerate=30/1 ! mix.sink_0 "
        "videotestsrc num-buffers=5 pattern=red ! "
        "video/x-raw,width=320,height=180,framerate=30/1 ! glupload ! mix.sink_1");
    const auto samples = pipeline.run();
    ASSERT_GE(samples.size(), 3U) << pipeline.error();
    const Picture picture(samples[2].get());
    EXPECT_NEAR(picture.value(0, 480, 20), 82, 4) << "the left of the second input";
    EXPECT_NEAR(picture.value(2, 240, 10), 240, 6) << "which is red";
  }
}

TEST_F(EglSrc, NotLiveIsDeterministic) {
  const auto checksum = [] {
    TestPipeline pipeline(
        "eglsrc num-buffers=20 is-live=false scene=court "
        "! video/x-raw(memory:GLMemory),width=320,height=180,framerate=30/1 "
        "! gldownload ! appsink name=out sync=false");
    const auto samples = pipeline.run();
    EXPECT_EQ(samples.size(), 20U);
    const Picture picture(samples.back().get());
    return std::string(reinterpret_cast<const char*>(picture.luma()),
                       picture.luma_stride() * static_cast<std::size_t>(picture.height()));
  };
  EXPECT_EQ(checksum(), checksum());
}

TEST_F(EglSrc, TheCourtCarriesTheBoxesOfItsSeed) {
  TestPipeline pipeline(
      "eglsrc num-buffers=20 is-live=false scene=court seed=7 "
      "! video/x-raw(memory:GLMemory),width=640,height=360,framerate=10/1 "
      "! glreadback ! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 20U) << pipeline.error();
  const auto expected = scene_boxes(Scene::kCourt, 1.9, 640, 360, 7);
  const auto other_seed = scene_boxes(Scene::kCourt, 1.9, 640, 360, 8);
  const auto boxes = get_roi_metas(gst_sample_get_buffer(samples.back().get()));
  ASSERT_EQ(boxes.size(), expected.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    EXPECT_EQ(boxes[i].id, expected[i].id);
    EXPECT_EQ(boxes[i].x, expected[i].x);
    EXPECT_EQ(boxes[i].h, expected[i].h);
  }
  EXPECT_NE(boxes[0].x, other_seed[0].x);
}

TEST_F(EglSrc, SaysWhatItDrawsOn) {
  TestPipeline pipeline("eglsrc name=src ! glreadback ! appsink name=out sync=false");
  pipeline.play();
  ASSERT_TRUE(pipeline.pull());
  const ElementHandle source = pipeline.element("src");
  gchar* device = nullptr;
  gchar* renderer = nullptr;
  gboolean software = FALSE;
  g_object_get(source.get(), "device-name", &device, "gl-renderer", &renderer, "software",
               &software, nullptr);
  EXPECT_STRNE(CharHandle(device).get(), "");
  const std::string name = CharHandle(renderer).get();
  EXPECT_NE(name, "");
  const bool is_mesa_on_the_cpu = name.find("pipe") != std::string::npos;  // llvmpipe, softpipe
  EXPECT_EQ(software != FALSE, is_mesa_on_the_cpu) << name;
}

TEST_F(EglSrc, LatencyIsOneFrameAndSaidBeforeThereIsOne) {
  TestPipeline pipeline(
      "eglsrc name=src ! video/x-raw(memory:GLMemory),framerate=20/1,width=64,height=64 "
      "! glreadback ! appsink name=out sync=false");
  gst_element_set_state(pipeline.get(), GST_STATE_PAUSED);  // in which a live source draws nothing
  EXPECT_EQ(pipeline.next_latency_of("src"), 50 * GST_MSECOND);
}

TEST_F(EglSrc, ADeviceThatIsNotThereIsAnErrorThatListsWhatIs) {
  TestPipeline pipeline("eglsrc device=200 ! glreadback ! appsink name=out");
  pipeline.play();
  const std::string error = pipeline.error();
  EXPECT_NE(error.find("No EGL device matches device=200. This machine has: 0 \""),
            std::string::npos)
      << error;
}

TEST_F(EglSrc, ADeviceSetAfterSomebodyAskedForTheDisplayCounts) {
  TestPipeline pipeline("eglsrc name=src ! glreadback ! appsink name=out");
  const ElementHandle source = pipeline.element("src");
  const MiniObjectHandle<GstQuery> query(gst_query_new_context("gst.gl.GLDisplay"));
  ASSERT_TRUE(gst_element_query(source.get(), query.get()));
  g_object_set(source.get(), "device", 200, nullptr);
  pipeline.play();
  const std::string error = pipeline.error();
  EXPECT_EQ(error.find("No EGL device matches device=200."), 0U) << error;
}

TEST_F(EglSrc, AStampThatIsAskedForWhilePlayingAndHasNoRoomIsSaid) {
  TestPipeline pipeline(
      "eglsrc name=src is-live=false ! video/x-raw(memory:GLMemory),width=64,height=64 "
      "! gldownload ! appsink name=out sync=false max-buffers=1");
  pipeline.play();
  ASSERT_TRUE(pipeline.pull()) << pipeline.error();
  EXPECT_EQ(warnings_after(pipeline, 10), 0);
  g_object_set(pipeline.element("src").get(), "frame-stamp", TRUE, nullptr);
  EXPECT_EQ(warnings_after(pipeline, 10), 1) << "once, not for each frame";
}

TEST_F(EglSrc, ANewFramerateInMidStreamNeverTurnsPtsBack) {
  TestPipeline pipeline(
      "eglsrc is-live=false ! capsfilter name=caps "
      "caps=video/x-raw(memory:GLMemory),width=320,height=180,framerate=30/1 "
      "! glreadback ! appsink name=out sync=false max-buffers=1");
  pipeline.play();
  const ElementHandle filter = pipeline.element("caps");
  GstClockTime last = 0;
  for (int i = 0; i < 40; ++i) {
    const SampleHandle sample = pipeline.pull();
    ASSERT_TRUE(sample) << pipeline.error();
    const GstClockTime pts = GST_BUFFER_PTS(gst_sample_get_buffer(sample.get()));
    EXPECT_TRUE(i == 0 || pts > last) << i;
    last = pts;
    if (i == 10) {
      gst_util_set_object_arg(G_OBJECT(filter.get()), "caps",
                              "video/x-raw(memory:GLMemory),width=640,height=360,framerate=50/1");
    }
    if (i == 39) {
      const Picture picture(sample.get());
      EXPECT_EQ(picture.width(), 640);
      EXPECT_EQ(GST_VIDEO_INFO_FPS_N(&picture.info()), 50);
    }
  }
}

}  // namespace
}  // namespace gimbal

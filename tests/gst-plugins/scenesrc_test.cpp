// scenesrc in real pipelines: its pictures are those of eglsrc and glreadback, and it paces itself.
#include <chrono>
#include <sstream>
#include <thread>

#include "gst-plugins/common/frame_schedule.hpp"
#include "gst-plugins/common/roi_meta.hpp"
#include "lib/scene/scene.hpp"
#include "lib/stamp/frame_stamp.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

GstBuffer* buffer_of(const SampleHandle& sample) {
  return gst_sample_get_buffer(sample.get());
}

std::optional<FrameStamp> stamp_of(const SampleHandle& sample) {
  const Picture picture(sample.get());
  return read_stamp(picture.luma(), picture.luma_stride(), picture.width(), picture.height());
}

/// Twelve frames of six seconds, as YUV in system memory.
std::string twelve_frames(const std::string& element, const char* scene, const char* caps) {
  std::ostringstream line;
  line << element << " num-buffers=12 is-live=false scene=" << scene << " ! "
       << (element == "eglsrc" ? "glreadback ! " : "") << "video/x-raw,framerate=2/1," << caps
       << " ! appsink name=out sync=false";
  return line.str();
}

TEST(SceneSrc, FramesAreNumberedAndTimedEvenly) {
  TestPipeline pipeline(
      "scenesrc num-buffers=30 frame-stamp=true ! video/x-raw,width=640,height=360,framerate=60/1 "
      "! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 30U) << pipeline.error();
  const GstClockTime first = GST_BUFFER_PTS(buffer_of(samples[0]));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto stamp = stamp_of(samples[i]);
    ASSERT_TRUE(stamp) << i;
    EXPECT_EQ(stamp->frame, i);
    EXPECT_EQ(GST_BUFFER_OFFSET(buffer_of(samples[i])), i);
    EXPECT_NEAR(static_cast<double>(GST_BUFFER_PTS(buffer_of(samples[i])) - first),
                static_cast<double>(i) * 1e9 / 60, 2);
  }
}

TEST(SceneSrc, ShowsWhatEglsrcAndGlreadbackShow) {
  for (const char* scene : {"bars", "gradient", "court"}) {
    for (const char* caps : {"width=1280,height=720,format=NV12,colorimetry=bt709",
                             "width=642,height=362,format=I420,colorimetry=bt601",
                             "width=161,height=91,format=NV12,colorimetry=1:3:5:1"}) {
      TestPipeline cpu(twelve_frames("scenesrc", scene, caps));
      TestPipeline gl(twelve_frames("eglsrc", scene, caps));
      const auto ours = cpu.run();
      const auto theirs = gl.run();
      ASSERT_EQ(ours.size(), 12U) << cpu.error();
      ASSERT_EQ(theirs.size(), 12U) << gl.error();
      for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_TRUE(values_of(ours[i].get()) == values_of(theirs[i].get()))
            << scene << " " << caps << " " << i;
      }
    }
  }
}

TEST(SceneSrc, SaysItsColoursInTheCaps) {
  TestPipeline pipeline(
      "scenesrc num-buffers=1 is-live=false ! video/x-raw,width=320,height=180 "
      "! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 1U) << pipeline.error();
  const Picture picture(samples[0].get());
  EXPECT_EQ(picture.info().colorimetry.matrix, GST_VIDEO_COLOR_MATRIX_BT709);
  EXPECT_EQ(picture.info().colorimetry.range, GST_VIDEO_COLOR_RANGE_16_235);
  EXPECT_EQ(GST_VIDEO_INFO_CHROMA_SITE(&picture.info()), GST_VIDEO_CHROMA_SITE_MPEG2);
}

TEST(SceneSrc, AMatrixItDoesNotKnowIsRefusedWithAText) {
  TestPipeline pipeline(
      "scenesrc num-buffers=1 ! video/x-raw,colorimetry=bt2020 ! appsink name=out");
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  EXPECT_NE(pipeline.error().find("BT.709 and BT.601 only"), std::string::npos);
}

TEST(SceneSrc, BuffersCarryTheBoxesOfTheScene) {
  TestPipeline pipeline(
      "scenesrc num-buffers=50 is-live=false scene=court seed=7 "
      "! video/x-raw,width=640,height=360,framerate=5/1 ! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 50U) << pipeline.error();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_EQ(get_roi_metas(buffer_of(samples[i])),
              scene_boxes(Scene::kCourt, static_cast<double>(i) / 5, 640, 360, 7));
  }
}

TEST(SceneSrc, BarsShowNothingToFind) {
  TestPipeline pipeline("scenesrc num-buffers=1 is-live=false ! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_TRUE(get_roi_metas(buffer_of(samples[0])).empty());
}

TEST(SceneSrc, NotLiveIsDeterministicAndFollowsTheSeed) {
  const auto last_frame = [](int seed) {
    TestPipeline pipeline(
        "scenesrc num-buffers=20 is-live=false scene=court seed=" + std::to_string(seed) +
        " ! video/x-raw,width=320,height=180,framerate=3/1 "
        "! appsink name=out sync=false");
    const auto samples = pipeline.run();
    EXPECT_EQ(samples.size(), 20U) << pipeline.error();
    return values_of(samples.back().get());
  };
  EXPECT_TRUE(last_frame(1) == last_frame(1));
  EXPECT_FALSE(last_frame(1) == last_frame(2));
}

TEST(SceneSrc, ANewSizeAndFramerateInMidStreamNeverTurnPtsBack) {
  TestPipeline pipeline(
      "scenesrc is-live=false ! capsfilter name=caps "
      "caps=video/x-raw,width=320,height=180,framerate=30/1 "
      "! appsink name=out sync=false max-buffers=1");
  pipeline.play();
  const ElementHandle filter = pipeline.element("caps");
  GstClockTime end = 0;
  for (int i = 0; i < 40; ++i) {
    const SampleHandle sample = pipeline.pull();
    ASSERT_TRUE(sample) << pipeline.error();
    EXPECT_GE(GST_BUFFER_PTS(buffer_of(sample)), end) << i;
    end = GST_BUFFER_PTS(buffer_of(sample)) + GST_BUFFER_DURATION(buffer_of(sample));
    if (i == 10) {
      gst_util_set_object_arg(G_OBJECT(filter.get()), "caps",
                              "video/x-raw,width=640,height=360,framerate=50/1");
    }
    if (i == 39) {
      const Picture picture(sample.get());
      EXPECT_EQ(picture.width(), 640);
      EXPECT_EQ(GST_VIDEO_INFO_FPS_N(&picture.info()), 50);
    }
  }
}

TEST(SceneSrc, LatencyIsOneFrameAndSaidBeforeThereIsOne) {
  TestPipeline pipeline(
      "scenesrc name=src ! capsfilter name=caps caps=video/x-raw,framerate=20/1,width=64,height=64 "
      "! appsink name=out sync=false max-buffers=1");
  gst_element_set_state(pipeline.get(), GST_STATE_PAUSED);  // in which a live source draws nothing
  EXPECT_EQ(pipeline.next_latency_of("src"), 50 * GST_MSECOND);
  pipeline.play();
  ASSERT_TRUE(pipeline.pull()) << pipeline.error();
  gst_util_set_object_arg(G_OBJECT(pipeline.element("caps").get()), "caps",
                          "video/x-raw,framerate=10/1,width=64,height=64");
  EXPECT_TRUE(pipeline.pull());  // appsink takes one at a time: the source goes on to the new caps
  EXPECT_TRUE(pipeline.pull());
  EXPECT_EQ(pipeline.next_latency_of("src"), 100 * GST_MSECOND);
}

TEST(SceneSrc, AStallSkipsFramesAndCountsThem) {
  TestPipeline pipeline(
      "scenesrc name=src num-buffers=10 frame-stamp=true "
      "! video/x-raw,width=320,height=180,framerate=100/1 ! appsink name=out sync=false");
  const ElementHandle source = pipeline.element("src");
  const PadHandle pad(gst_element_get_static_pad(source.get(), "src"));
  gst_pad_add_probe(
      pad.get(), GST_PAD_PROBE_TYPE_BUFFER,
      [](GstPad*, GstPadProbeInfo* info, gpointer) {
        if (GST_BUFFER_OFFSET(GST_PAD_PROBE_INFO_BUFFER(info)) == 3) {
          std::this_thread::sleep_for(
              std::chrono::nanoseconds(2 * FrameSchedule::kMaxLateness));  // the stall itself
        }
        return GST_PAD_PROBE_OK;
      },
      nullptr, nullptr);
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 10U) << pipeline.error();
  guint64 rendered = 0;
  guint64 skipped = 0;
  g_object_get(source.get(), "frames-rendered", &rendered, "frames-skipped", &skipped, nullptr);
  EXPECT_EQ(rendered, 10U);
  EXPECT_GE(skipped, 40U);
  const auto stamp = stamp_of(samples.back());
  ASSERT_TRUE(stamp);
  EXPECT_EQ(stamp->frame, 9 + skipped);
}

TEST(SceneSrc, StopsAtOnceWhileItWaitsForAFrame) {
  TestPipeline pipeline(
      "scenesrc ! video/x-raw,width=64,height=64,framerate=1/100 ! appsink name=out sync=false");
  pipeline.play();
  ASSERT_TRUE(pipeline.pull());  // the next one is due in 100 s
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(gst_element_set_state(pipeline.get(), GST_STATE_NULL), GST_STATE_CHANGE_SUCCESS);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST(SceneSrc, APictureTooSmallForTheStampIsSaid) {
  TestPipeline pipeline(
      "scenesrc num-buffers=1 frame-stamp=true ! video/x-raw,width=64,height=64 "
      "! appsink name=out sync=false");
  EXPECT_EQ(pipeline.run().size(), 1U);
  const BusHandle bus(gst_element_get_bus(pipeline.get()));
  const MessageHandle warning(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_WARNING));
  EXPECT_TRUE(warning);
}

}  // namespace
}  // namespace gimbal

// What holds for whatever eglsrc draws with: the same frame is the same picture, the stamp is on
// it, sizes and rates change in mid-stream, stalls are counted.
#include <gst/check/gsttestclock.h>

#include <memory>
#include <vector>

#include "lib/stamp/frame_stamp.hpp"
#include "tests/gst-plugins/eglsrc/frames_writer.hpp"
#include "tests/gst-plugins/eglsrc/rgb.hpp"
#include "tests/gst-plugins/eglsrc/scratch_folder.hpp"

namespace gimbal {
namespace {

using TestClockHandle = GstObjectHandle<GstTestClock>;

/// Every pixel another one, and every frame.
constexpr const char* kShader =
    "void mainImage(out vec4 c, in vec2 p) {\n"
    "  c = vec4(fract(p / 256.0 + iTime), fract(iDate.w + float(iFrame) / 255.0), 1.0);\n}\n";

class EveryRenderer : public testing::TestWithParam<const char*> {
 protected:
  /// For one pipeline: another process begins anew for each.
  std::string source() {
    const std::string name = GetParam();
    if (name == "shader") {
      return "shader-file=" + shader_;
    }
    if (name == "square" || name == "triangle") {
      return "renderer=" + example(name);
    }
    if (name == "frames") {
      writers_.push_back(std::make_unique<FramesWriter>());
      return "frames=" + writers_.back()->address();
    }
    return "scene=" + name;
  }

  /// 320x180 at 30 frames a second until `set_caps` says otherwise.
  std::string with_caps_to_change(const std::string& settings) {
    return "eglsrc " + settings + " " + source() +
           " ! capsfilter name=caps "
           "caps=video/x-raw(memory:GLMemory),width=320,height=180,framerate=30/1 "
           "! gldownload ! appsink name=out sync=false max-buffers=1";
  }

  static void set_caps(const TestPipeline& pipeline, const std::string& caps) {
    gst_util_set_object_arg(G_OBJECT(pipeline.element("caps").get()), "caps",
                            ("video/x-raw(memory:GLMemory)," + caps).c_str());
  }

 private:
  ScratchFolder folder_;
  std::string shader_ = folder_.write("a.frag", kShader);
  std::vector<std::unique_ptr<FramesWriter>> writers_;
};

TEST_P(EveryRenderer, DrawsTheSameFrameTheSameWay) {
  const auto last_frame = [&] {
    TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=20 " + source()));
    const auto samples = pipeline.run();
    EXPECT_EQ(samples.size(), 20U) << pipeline.error();
    return samples.empty() ? "" : bytes_of(samples.back().get());
  };
  const std::string first = last_frame();
  EXPECT_FALSE(first.empty());
  EXPECT_TRUE(first == last_frame());
}

TEST_P(EveryRenderer, Moves) {
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=20 " + source()));
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 20U) << pipeline.error();
  EXPECT_FALSE(bytes_of(samples.front().get()) == bytes_of(samples.back().get()));
}

TEST_P(EveryRenderer, HasTheStampOnTop) {
  TestPipeline pipeline("eglsrc is-live=false num-buffers=3 frame-stamp=true " + source() +
                        " ! video/x-raw(memory:GLMemory),width=640,height=360 ! gldownload "
                        "! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 3U) << pipeline.error();
  const Picture picture(samples[2].get());
  const auto stamp = read_stamp(picture.luma(), picture.luma_stride(), 640, 360);
  ASSERT_TRUE(stamp);
  EXPECT_EQ(stamp->frame, 2U);
}

/// No restart: the numbers go on, and the picture is the one that a source of that size draws.
TEST_P(EveryRenderer, FollowsANewSizeInMidStream) {
  TestPipeline pipeline(with_caps_to_change("is-live=false"));
  pipeline.play();
  SampleHandle last;
  for (guint64 i = 0; i < 40; ++i) {
    last = pipeline.pull();
    ASSERT_TRUE(last) << pipeline.error();
    EXPECT_EQ(GST_BUFFER_OFFSET(gst_sample_get_buffer(last.get())), i);
    if (i == 10) {
      set_caps(pipeline, "width=640,height=360,framerate=30/1");
    }
  }
  TestPipeline other(rgb_pipeline("is-live=false num-buffers=40 " + source(),
                                  "width=640,height=360,framerate=30/1"));
  const auto samples = other.run();
  ASSERT_EQ(samples.size(), 40U) << other.error();
  EXPECT_EQ(Picture(last.get()).width(), 640);
  EXPECT_TRUE(bytes_of(last.get()) == bytes_of(samples.back().get()));
}

TEST_P(EveryRenderer, FollowsANewSizeAndRateWhileLive) {
  TestPipeline pipeline(with_caps_to_change(""));
  pipeline.play();
  GstClockTime end = 0;
  guint64 next = 0;
  int followed = 0;
  for (int i = 0; followed < 5; ++i) {
    ASSERT_LT(i, 100);
    const SampleHandle sample = pipeline.pull();
    ASSERT_TRUE(sample) << pipeline.error();
    GstBuffer* buffer = gst_sample_get_buffer(sample.get());
    EXPECT_GE(GST_BUFFER_PTS(buffer), end) << i;
    EXPECT_GE(GST_BUFFER_OFFSET(buffer), next) << i;
    end = GST_BUFFER_PTS(buffer) + GST_BUFFER_DURATION(buffer);
    next = GST_BUFFER_OFFSET_END(buffer);
    const Picture picture(sample.get());
    followed += picture.width() == 640 && GST_VIDEO_INFO_FPS_N(&picture.info()) == 50 ? 1 : 0;
    if (i == 5) {
      set_caps(pipeline, "width=640,height=360,framerate=50/1");
    }
  }
}

/// Lets the source, which waits for a frame's time, go on when that time is `time` or later.
void let_go_at(GstTestClock* clock, GstClockTime time) {
  GstClockID waiting = nullptr;
  gst_test_clock_wait_for_next_pending_id(clock, &waiting);
  gst_clock_id_unref(waiting);
  gst_test_clock_set_time(clock, time);
  gst_clock_id_unref(gst_test_clock_process_next_clock_id(clock));
}

/// A clock that jumps two seconds ahead is what a stall looks like from inside.
TEST_P(EveryRenderer, SkipsAndCountsWhatAStallMakesLate) {
  TestPipeline pipeline(rgb_pipeline(source(), "width=320,height=180,framerate=50/1"));
  const TestClockHandle clock(GST_TEST_CLOCK(gst_test_clock_new()));
  gst_pipeline_use_clock(GST_PIPELINE(pipeline.get()), GST_CLOCK(clock.get()));
  pipeline.play();
  const std::pair<GstClockTime, guint64> steps[] = {
      {0, 0}, {2 * GST_SECOND, 1}, {2 * GST_SECOND, 100}};
  for (const auto& [time, number] : steps) {
    let_go_at(clock.get(), time);
    const SampleHandle sample = pipeline.pull();
    ASSERT_TRUE(sample) << pipeline.error();
    EXPECT_EQ(GST_BUFFER_OFFSET(gst_sample_get_buffer(sample.get())), number);
    EXPECT_EQ(GST_BUFFER_PTS(gst_sample_get_buffer(sample.get())), number * 20 * GST_MSECOND);
  }
  guint64 skipped = 0;
  g_object_get(pipeline.element("src").get(), "frames-skipped", &skipped, nullptr);
  EXPECT_EQ(skipped, 98U);
}

INSTANTIATE_TEST_SUITE_P(Of, EveryRenderer,
                         testing::Values("bars", "gradient", "court", "shader", "square",
                                         "triangle", "frames"),
                         [](const auto& renderer) { return std::string(renderer.param); });

}  // namespace
}  // namespace gimbal

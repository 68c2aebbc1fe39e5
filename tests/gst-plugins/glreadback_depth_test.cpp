// glreadback's frames that are read while the next one is drawn: the same pictures, each with what
// belongs to it, the last one too; and what happens when OpenGL fails.
#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <array>
#include <functional>

#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

using FrameProbe = std::function<void(GstPad*, GstBuffer*)>;

/// Calls `probe` for each buffer that passes the pad, on the streaming thread.
void watch(const TestPipeline& pipeline, const char* element, const char* pad,
           const FrameProbe& probe) {
  const ElementHandle owner = pipeline.element(element);
  const PadHandle watched(gst_element_get_static_pad(owner.get(), pad));
  gst_pad_add_probe(
      watched.get(), GST_PAD_PROBE_TYPE_BUFFER,
      [](GstPad* where, GstPadProbeInfo* info, gpointer data) {
        info->data = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
        (*static_cast<const FrameProbe*>(data))(where, GST_PAD_PROBE_INFO_BUFFER(info));
        return GST_PAD_PROBE_OK;
      },
      const_cast<FrameProbe*>(&probe), nullptr);
}

/// Leads from eglsrc, whose frames are in memory in software, to glreadback.
constexpr const char* kDrawnByGl = "gleffects_identity ! ";

std::string frames_at_depth(int depth, int frames, const std::string& way = "") {
  return "eglsrc is-live=false num-buffers=" + std::to_string(frames) +
         " ! capsfilter name=filter "
         "caps=\"video/x-raw(memory:GLMemory),width=318,height=182,framerate=25/1\" "
         "! " +
         way + "glreadback name=dut depth=" + std::to_string(depth) +
         " ! appsink name=out sync=false";
}

int current_depth(const TestPipeline& pipeline) {
  int depth = -2;
  g_object_get(pipeline.element("dut").get(), "current-depth", &depth, nullptr);
  return depth;
}

TEST(GlReadbackDepth, DepthIsZeroInSoftwareAndOneOnAGpu) {
  TestPipeline pipeline("eglsrc name=src ! glreadback name=dut ! appsink name=out");
  EXPECT_EQ(current_depth(pipeline), -1);
  pipeline.play();
  ASSERT_TRUE(pipeline.pull()) << pipeline.error();
  gboolean software = FALSE;
  g_object_get(pipeline.element("src").get(), "software", &software, nullptr);
  EXPECT_EQ(current_depth(pipeline), software != FALSE ? 0 : 1);
  gst_element_set_state(pipeline.get(), GST_STATE_READY);
  EXPECT_EQ(current_depth(pipeline), -1);
}

void expect_the_same_at_both_depths(const std::string& way) {
  TestPipeline at_once(frames_at_depth(0, 12, way));
  TestPipeline later(frames_at_depth(1, 12, way));
  const auto want = at_once.run();
  const auto got = later.run();
  ASSERT_EQ(want.size(), 12U) << at_once.error();
  ASSERT_EQ(got.size(), 12U) << later.error();
  for (std::size_t i = 0; i < want.size(); ++i) {
    GstBuffer* wanted = gst_sample_get_buffer(want[i].get());
    GstBuffer* buffer = gst_sample_get_buffer(got[i].get());
    EXPECT_EQ(GST_BUFFER_PTS(buffer), GST_BUFFER_PTS(wanted)) << i;
    EXPECT_EQ(GST_BUFFER_DURATION(buffer), GST_BUFFER_DURATION(wanted)) << i;
    EXPECT_EQ(GST_BUFFER_OFFSET(buffer), i);
    EXPECT_TRUE(values_of(got[i].get()) == values_of(want[i].get())) << i;
  }
  // The bars' block moves: the comparison would notice a frame in another's place.
  EXPECT_FALSE(values_of(want[0].get()) == values_of(want[1].get()));
}

TEST(GlReadbackDepth, BothDepthsGiveTheSameFramesToTheLast) {
  expect_the_same_at_both_depths("");
  expect_the_same_at_both_depths(kDrawnByGl);
}

TEST(GlReadbackDepth, AtDepthOneMetasAndFlagsBelongToTheirPicture) {
  TestPipeline pipeline(frames_at_depth(1, 8));
  const FrameProbe mark = [](GstPad*, GstBuffer* buffer) {
    const auto number = static_cast<guint>(GST_BUFFER_OFFSET(buffer));
    gst_buffer_add_video_region_of_interest_meta(buffer, "player", number, 2, 30, 40);
    if (number == 3) {
      GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_MARKER);
    }
    if (number == 5) {
      GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DISCONT);
    }
  };
  watch(pipeline, "dut", "sink", mark);
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 8U) << pipeline.error();
  for (guint i = 0; i < samples.size(); ++i) {
    GstBuffer* buffer = gst_sample_get_buffer(samples[i].get());
    const auto* roi = gst_buffer_get_video_region_of_interest_meta(buffer);
    ASSERT_NE(roi, nullptr) << i;
    EXPECT_EQ(roi->x, i);
    EXPECT_EQ(GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_MARKER), i == 3) << i;
    EXPECT_EQ(GST_BUFFER_IS_DISCONT(buffer) != FALSE, i == 0 || i == 5) << i;
  }
}

TEST(GlReadbackDepth, AtDepthOneNewCapsComeAfterTheLastFrameOfTheOld) {
  TestPipeline pipeline(frames_at_depth(1, 9));
  const ElementHandle filter = pipeline.element("filter");
  const FrameProbe change_size = [&](GstPad*, GstBuffer* buffer) {
    if (GST_BUFFER_OFFSET(buffer) % 3 == 1) {  // from the frame after the next on
      const int width = 400 + 10 * static_cast<int>(GST_BUFFER_OFFSET(buffer));
      const CapsHandle caps(gst_caps_from_string(
          ("video/x-raw(memory:GLMemory),height=100,framerate=25/1,width=" + std::to_string(width))
              .c_str()));
      g_object_set(filter.get(), "caps", caps.get(), nullptr);
    }
  };
  watch(pipeline, "filter", "sink", change_size);
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 9U) << pipeline.error();
  int sizes = 1;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Picture picture(samples[i].get());
    EXPECT_EQ(GST_BUFFER_OFFSET(gst_sample_get_buffer(samples[i].get())), i);
    EXPECT_NEAR(picture.value(0, picture.width() / 14, 5), 218, 1) << i;  // the white bar
    sizes += i > 0 && picture.width() != Picture(samples[i - 1].get()).width() ? 1 : 0;
  }
  EXPECT_EQ(sizes, 4);
}

TEST(GlReadbackDepth, AFlushForgetsTheFrameThatIsRead) {
  TestPipeline pipeline(frames_at_depth(1, 8));
  std::vector<guint64> pushed;
  const FrameProbe flush = [](GstPad* pad, GstBuffer* buffer) {
    if (GST_BUFFER_OFFSET(buffer) == 4) {
      const EventHandle segment(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0));
      gst_pad_send_event(pad, gst_event_new_flush_start());
      gst_pad_send_event(pad, gst_event_new_flush_stop(FALSE));
      gst_pad_send_event(pad, gst_event_ref(segment.get()));
    }
  };
  const FrameProbe note = [&](GstPad*, GstBuffer* buffer) {
    pushed.push_back(GST_BUFFER_OFFSET(buffer));
  };
  watch(pipeline, "dut", "sink", flush);
  watch(pipeline, "dut", "src", note);
  pipeline.run();
  EXPECT_EQ(pushed, (std::vector<guint64>{0, 1, 2, 4, 5, 6, 7})) << pipeline.error();
}

GstClockTime latency_at_depth(int depth) {
  TestPipeline pipeline(
      "eglsrc ! video/x-raw(memory:GLMemory),framerate=25/1 ! glreadback name=dut depth=" +
      std::to_string(depth) + " ! appsink name=out");
  pipeline.play();
  EXPECT_TRUE(pipeline.pull()) << pipeline.error();
  const ElementHandle dut = pipeline.element("dut");
  const PadHandle pad(gst_element_get_static_pad(dut.get(), "src"));
  const MiniObjectHandle<GstQuery> query(gst_query_new_latency());
  EXPECT_TRUE(gst_pad_query(pad.get(), query.get()));
  GstClockTime latency = 0;
  gst_query_parse_latency(query.get(), nullptr, &latency, nullptr);
  return latency;
}

TEST(GlReadbackDepth, LatencyIsAFrameMoreAtDepthOne) {
  EXPECT_EQ(latency_at_depth(1), latency_at_depth(0) + 40 * GST_MSECOND);
}

TEST(GlReadbackDepth, RunsAgainAfterReady) {
  TestPipeline pipeline(
      "eglsrc ! video/x-raw(memory:GLMemory),framerate=100/1 ! glreadback depth=1 "
      "! appsink name=out sync=false");
  for (int round = 0; round < 3; ++round) {
    pipeline.play();
    const SampleHandle first = pipeline.pull();
    ASSERT_TRUE(first) << pipeline.error();
    EXPECT_EQ(GST_BUFFER_OFFSET(gst_sample_get_buffer(first.get())), 0U);
    gst_element_set_state(pipeline.get(), GST_STATE_READY);
  }
}

/// One OpenGL function made to fail, and what the user must be told.
struct Failure {
  int depth;
  void (*arrange)(GstGLFuncs*);
  const char* text;
};

TEST(GlReadbackDepth, EveryFailureIsOneErrorWithAText) {
  const Failure failures[] = {
      {0,
       [](GstGLFuncs* gl) { gl->CheckFramebufferStatus = [](GLenum) -> GLenum { return 0x8cdd; }; },
       "framebuffer status 0x8cdd"},
      {0, [](GstGLFuncs* gl) { gl->GetError = []() -> GLenum { return 0x0507; }; },
       "glReadPixels failed on "},
      {1, [](GstGLFuncs* gl) { gl->GetError = []() -> GLenum { return 0x0507; }; },
       ": GL_CONTEXT_LOST."},
      {1,
       [](GstGLFuncs* gl) {
         gl->MapBufferRange = [](GLenum, GLintptr, GLsizeiptr, GLbitfield) -> void* {
           return nullptr;
         };
       },
       "glMapBufferRange failed on "},
      {1,
       [](GstGLFuncs* gl) {
         gl->ClientWaitSync = [](GLsync, GLbitfield, GLuint64) -> GLenum {
           return GL_TIMEOUT_EXPIRED;
         };
       },
       " did not finish reading a frame within 5 seconds."},
      {1,
       [](GstGLFuncs* gl) {
         gl->ClientWaitSync = [](GLsync, GLbitfield, GLuint64) -> GLenum { return GL_WAIT_FAILED; };
       },
       "glClientWaitSync failed on "},
  };
  for (const Failure& failure : failures) {
    TestPipeline pipeline(frames_at_depth(failure.depth, 20, kDrawnByGl));
    GstGLFuncs* changed = nullptr;
    GstGLFuncs original{};
    const FrameProbe break_it = [&](GstPad*, GstBuffer* buffer) {
      if (GST_BUFFER_OFFSET(buffer) == 3) {
        changed = GST_GL_BASE_MEMORY_CAST(gst_buffer_peek_memory(buffer, 0))->context->gl_vtable;
        original = *changed;
        failure.arrange(changed);
      }
    };
    watch(pipeline, "dut", "sink", break_it);
    const auto samples = pipeline.run();
    EXPECT_LE(samples.size(), 3U) << failure.text;
    const std::string error = pipeline.error();
    EXPECT_NE(error.find("Could not read a frame back from OpenGL."), std::string::npos) << error;
    EXPECT_NE(error.find(failure.text), std::string::npos) << error;
    EXPECT_EQ(pipeline.error().find("OpenGL"), std::string::npos) << "a second error";
    if (changed != nullptr) {
      *changed = original;
    }
  }
}

}  // namespace
}  // namespace gimbal

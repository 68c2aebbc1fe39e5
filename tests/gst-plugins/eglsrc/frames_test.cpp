// eglsrc drawing the frames of another writer, down to pixels, boxes, messages and properties.
#include <fcntl.h>
#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>
#include <gst/video/video.h>
#include <sys/stat.h>
// gl.h does not bring what this one needs.
#include <gst/gl/gstglbasesrc.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>
#include <utility>

#include "gst-plugins/common/roi_meta.hpp"
#include "lib/base/unique_fd.hpp"
#include "tests/gst-plugins/eglsrc/rgb.hpp"
#include "tests/lib/frame_bytes.hpp"

namespace gimbal {
namespace {

using namespace std::chrono_literals;

/// The value that all of a grey picture has; -1 where it is not all the same.
int grey_of(GstSample* sample) {
  const std::string bytes = bytes_of(sample);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != bytes[0] && i % 4 != 3) {
      return -1;
    }
  }
  return static_cast<std::uint8_t>(bytes[0]);
}

class EglSrcFrames : public testing::Test {
 protected:
  void SetUp() override {
    std::signal(SIGPIPE, SIG_IGN);
    ASSERT_NE(::mkdtemp(folder_), nullptr);
    ASSERT_EQ(::mkfifo(fifo().c_str(), 0600), 0);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string fifo() const { return std::string(folder_) + "/fifo"; }
  /// `settings` are more properties; 64x48 pixels come out.
  std::string source(const std::string& settings = "", const std::string& size = "64,height=48") {
    return "eglsrc name=source frames=" + fifo() + " " + settings +
           " ! video/x-raw(memory:GLMemory),framerate=30/1,width=" + size +
           " ! gldownload ! video/x-raw,format=RGBA ! appsink name=out sync=false";
  }
  /// Opens the FIFO, which waits for its reader.
  UniqueFd open_writer() const { return UniqueFd(::open(fifo().c_str(), O_WRONLY | O_CLOEXEC)); }

 private:
  char folder_[32] = "/tmp/gimbal-frames-XXXXXX";
};

void write_all(const UniqueFd& fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd.get(), bytes.data(), bytes.size());
    ASSERT_GT(count, 0);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

/// The next sample that shows `value`; everything before it must show one of the `allowed`.
void expect_grey(TestPipeline& pipeline, int value, const std::vector<int>& allowed) {
  for (int i = 0; i < 300; ++i) {
    const SampleHandle sample = pipeline.pull();
    ASSERT_TRUE(sample) << pipeline.error();
    const int grey = grey_of(sample.get());
    if (grey == value) {
      return;
    }
    EXPECT_NE(std::find(allowed.begin(), allowed.end(), grey), allowed.end()) << grey;
  }
  ADD_FAILURE() << value << " was never shown";
}

std::string state_of(const TestPipeline& pipeline) {
  gchar* state = nullptr;
  g_object_get(pipeline.element("source").get(), "frames-state", &state, nullptr);
  return CharHandle(state).get();
}

TEST_F(EglSrcFrames, TheFirstRowIsTheTopAndChannelsKeepTheirOrder) {
  TestPipeline pipeline(source("is-live=false num-buffers=1"));
  pipeline.play();
  std::string frame = header_bytes(64, 48);
  for (int i = 0; i < 64 * 48; ++i) {
    frame += {static_cast<char>(i % 64), static_cast<char>(i / 64), 77, static_cast<char>(255)};
  }
  write_all(open_writer(), frame + "GIMBAL-E");
  const SampleHandle sample = pipeline.pull();
  ASSERT_TRUE(sample) << pipeline.error();
  const Picture picture(sample.get());
  for (const auto& [x, y] : {std::pair{0, 0}, {63, 0}, {0, 47}, {63, 47}, {20, 30}}) {
    EXPECT_EQ(picture.value(0, x, y), x);
    EXPECT_EQ(picture.value(1, x, y), y);
    EXPECT_EQ(picture.value(2, x, y), 77);
    EXPECT_EQ(picture.value(3, x, y), 255);
  }
}

TEST_F(EglSrcFrames, AnotherSizeIsScaledToFillThePictureBoxesToo) {
  TestPipeline pipeline(source("is-live=false num-buffers=2", "128,height=48"));
  pipeline.play();
  const UniqueFd writer = open_writer();
  // 32x24, the left half 50 and the right half 200: four times as wide, twice as high.
  std::string frame = header_bytes(32, 24, 1) + box_bytes(7, 0.5F, 8, 6, 10.5F, 4, "ball");
  for (int i = 0; i < 32 * 24; ++i) {
    frame += std::string(4, static_cast<char>(i % 32 < 16 ? 50 : 200));
  }
  write_all(writer, frame + "GIMBAL-E");
  write_all(writer, frame_bytes(200, 100, 90));
  const SampleHandle sample = pipeline.pull();
  ASSERT_TRUE(sample) << pipeline.error();
  const Picture picture(sample.get());
  EXPECT_EQ(picture.width(), 128);
  for (const int y : {0, 24, 47}) {
    EXPECT_EQ(picture.value(0, 0, y), 50);
    EXPECT_EQ(picture.value(0, 61, y), 50);
    EXPECT_EQ(picture.value(0, 66, y), 200);
    EXPECT_EQ(picture.value(0, 127, y), 200);
  }
  const auto boxes = get_roi_metas(gst_sample_get_buffer(sample.get()));
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_EQ(boxes[0].id, 7);
  EXPECT_EQ(boxes[0].label, "ball");
  EXPECT_EQ(boxes[0].confidence, 0.5);
  EXPECT_EQ(boxes[0].x, 32);
  EXPECT_EQ(boxes[0].y, 12);
  EXPECT_EQ(boxes[0].w, 42);
  EXPECT_EQ(boxes[0].h, 8);
  const SampleHandle larger = pipeline.pull();
  ASSERT_TRUE(larger) << pipeline.error();
  EXPECT_EQ(grey_of(larger.get()), 90) << "the writer's size may change in mid-stream";
  EXPECT_TRUE(get_roi_metas(gst_sample_get_buffer(larger.get())).empty());
}

TEST_F(EglSrcFrames, NotLiveTakesEveryFrameInItsTurn) {
  TestPipeline pipeline(source("is-live=false num-buffers=100"));
  std::thread writing([&] {
    const UniqueFd writer = open_writer();
    for (int i = 0; i < 100; ++i) {
      write_all(writer, frame_bytes(64, 48, static_cast<std::uint8_t>(i)));
    }
  });
  const auto samples = pipeline.run();
  writing.join();
  ASSERT_EQ(samples.size(), 100U) << pipeline.error();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_EQ(grey_of(samples[i].get()), i);
  }
}

TEST_F(EglSrcFrames, NotLiveEndsWithAnInheritedPipe) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  TestPipeline pipeline("eglsrc is-live=false frames=fd:" + std::to_string(ends[0]) +
                        " ! video/x-raw(memory:GLMemory),width=64,height=48 ! gldownload "
                        "! video/x-raw,format=RGBA ! appsink name=out sync=false");
  write_all(writer, frame_bytes(64, 48, 1) + frame_bytes(64, 48, 2));
  writer.reset();
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 2U) << pipeline.error();
  EXPECT_EQ(grey_of(samples[1].get()), 2);
}

TEST_F(EglSrcFrames, LiveIsBlackAtFirstAndKeepsThePictureOfAWriterThatHasGone) {
  TestPipeline pipeline(source());
  pipeline.play();
  expect_grey(pipeline, 0, {});
  EXPECT_EQ(state_of(pipeline), "waiting");
  const std::string frame = frame_bytes(64, 48, 40);
  UniqueFd writer = open_writer();
  write_all(writer, frame);
  expect_grey(pipeline, 40, {0});
  EXPECT_EQ(state_of(pipeline), "flowing");
  write_all(writer, std::string_view(frame_bytes(64, 48, 99)).substr(0, 5000));
  writer.reset();
  while (state_of(pipeline) != "gone") {
    expect_grey(pipeline, 40, {});
  }
  expect_grey(pipeline, 40, {});
  write_all(open_writer(), frame_bytes(64, 48, 80));
  expect_grey(pipeline, 80, {40});
  guint64 received = 0;
  g_object_get(pipeline.element("source").get(), "frames-received", &received, nullptr);
  EXPECT_EQ(received, 2U);
}

TEST_F(EglSrcFrames, AnotherWriterCanBeChosenWhilePlaying) {
  const std::string other = fifo() + "2";
  ASSERT_EQ(::mkfifo(other.c_str(), 0600), 0);
  TestPipeline pipeline(source());
  pipeline.play();
  const UniqueFd writer = open_writer();
  write_all(writer, frame_bytes(64, 48, 40));
  expect_grey(pipeline, 40, {0});
  const ElementHandle element = pipeline.element("source");
  g_object_set(element.get(), "frames", other.c_str(), "seed", G_GUINT64_CONSTANT(7), nullptr);
  write_all(UniqueFd(::open(other.c_str(), O_WRONLY | O_CLOEXEC)), frame_bytes(64, 48, 50));
  expect_grey(pipeline, 50, {40});  // and no black in between
  g_object_set(element.get(), "frames", "", nullptr);
  expect_grey(pipeline, -1, {50});  // the bars
  EXPECT_EQ(state_of(pipeline), "");
}

TEST_F(EglSrcFrames, AnotherWriterCanBeChosenWhileTheFirstOneIsWaitedFor) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd second(ends[1]);
  write_all(second, frame_bytes(64, 48, 50));
  TestPipeline pipeline(source("is-live=false"));
  pipeline.play();
  const UniqueFd first = open_writer();  // it has been opened, so that the source waits
  const ElementHandle element = pipeline.element("source");
  g_object_set(element.get(), "frames", ("fd:" + std::to_string(ends[0])).c_str(), nullptr);
  expect_grey(pipeline, 50, {});
  g_object_set(element.get(), "frames", "", nullptr);
  expect_grey(pipeline, -1, {50});  // the bars
}

TEST_F(EglSrcFrames, TheLastPictureStaysInAnotherSizeOfTheStream) {
  TestPipeline pipeline("eglsrc name=source frames=" + fifo() +
                        " ! capsfilter name=size caps=video/x-raw(memory:GLMemory),width=64,"
                        "height=48 ! gldownload ! video/x-raw,format=RGBA ! appsink name=out "
                        "sync=false max-buffers=1");
  pipeline.play();
  write_all(open_writer(), frame_bytes(64, 48, 40, {box_bytes(7, 1, 8, 6, 10, 4, "ball")}));
  expect_grey(pipeline, 40, {0});
  const CapsHandle caps(
      gst_caps_from_string("video/x-raw(memory:GLMemory),width=128,height=72,framerate=60/1"));
  g_object_set(pipeline.element("size").get(), "caps", caps.get(), nullptr);
  GstClockTime last = 0;
  for (int i = 0; i < 300; ++i) {
    const SampleHandle sample = pipeline.pull();
    ASSERT_TRUE(sample) << pipeline.error();
    GstBuffer* buffer = gst_sample_get_buffer(sample.get());
    EXPECT_GT(GST_BUFFER_PTS(buffer), last) << "time never turns back";
    last = GST_BUFFER_PTS(buffer);
    ASSERT_EQ(grey_of(sample.get()), 40);
    if (Picture(sample.get()).width() == 128) {
      const auto boxes = get_roi_metas(buffer);
      ASSERT_EQ(boxes.size(), 1U);
      EXPECT_EQ(boxes[0], (Box{7, "ball", 1, 16, 9, 20, 6}));
      return;
    }
  }
  ADD_FAILURE() << "the size has never changed";
}

TEST_F(EglSrcFrames, AWriterWithoutEndOfLabelsIsRefused) {
  TestPipeline pipeline(source("is-live=false num-buffers=5"));
  std::thread writing([&] {
    const UniqueFd writer = open_writer();
    for (std::uint8_t i = 1; i <= 5; ++i) {
      std::vector<std::string> boxes;
      boxes.reserve(256);
      for (int box = 0; box < 256; ++box) {
        boxes.push_back(box_bytes(box, 1, 0, 0, 8, 8, "score " + std::to_string(i * 256 + box)));
      }
      write_all(writer, frame_bytes(64, 48, i, boxes));
    }
    write_all(writer, frame_bytes(64, 48, 6));
  });
  const auto samples = pipeline.run();
  writing.join();
  ASSERT_EQ(samples.size(), 5U) << pipeline.error();
  EXPECT_EQ(get_roi_metas(gst_sample_get_buffer(samples[3].get())).size(), 256U);
  EXPECT_EQ(grey_of(samples[4].get()), 6) << "the fifth is skipped";
  guint64 broken = 0;
  g_object_get(pipeline.element("source").get(), "frames-broken", &broken, nullptr);
  EXPECT_EQ(broken, 1U);
}

decltype(GstGLFuncs::TexImage2D) real_tex_image = nullptr;

/// Fails as on a device that is full; textures without pixels, of the pools, are made.
void refuse_pixels(GLenum target, GLint level, GLint format, GLsizei width, GLsizei height,
                   GLint border, GLenum layout, GLenum type, const void* pixels) {
  real_tex_image(target, level, format, pixels == nullptr ? width : -1, height, border, layout,
                 type, pixels);
}

TEST_F(EglSrcFrames, AFrameThatTheDeviceHasNoRoomForIsAnError) {
  TestPipeline pipeline(source());
  pipeline.play();
  expect_grey(pipeline, 0, {});
  const ElementHandle element = pipeline.element("source");
  gst_gl_context_thread_add(
      GST_GL_BASE_SRC(element.get())->context,
      [](GstGLContext* context, gpointer) {
        real_tex_image = std::exchange(context->gl_vtable->TexImage2D, refuse_pixels);
      },
      nullptr);
  write_all(open_writer(), frame_bytes(64, 48, 40));
  std::string error;
  for (int i = 0; i < 300 && error.empty(); ++i) {
    pipeline.pull();
    error = pipeline.error();
  }
  EXPECT_NE(error.find("no room for frames of 64x48"), std::string::npos) << error;
}

TEST_F(EglSrcFrames, StopsAtOnceWhileItWaitsForAWriter) {
  for (const char* live : {"is-live=false", "is-live=true"}) {
    TestPipeline pipeline(source(live));
    pipeline.play();
    UniqueFd writer = open_writer();  // it has been opened, so that the source waits
    const auto start = std::chrono::steady_clock::now();
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2500ms) << live;
  }
}

TEST_F(EglSrcFrames, AnotherSourceBesideIsAnErrorThatWaitsForNoWriter) {
  TestPipeline pipeline(source("is-live=false shader-file=/no/such/shader"));
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  const std::string error = pipeline.error();
  EXPECT_NE(error.find("Both shader-file and frames are set"), std::string::npos) << error;
}

TEST_F(EglSrcFrames, AnAddressThatCanNotWorkIsAnError) {
  TestPipeline pipeline("eglsrc frames=/no/such/fifo ! gldownload ! appsink name=out");
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  const std::string error = pipeline.error();
  EXPECT_NE(error.find("mkfifo /no/such/fifo"), std::string::npos) << error;
}

}  // namespace
}  // namespace gimbal

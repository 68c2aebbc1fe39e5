// eglsrc renderer=: the examples' pixels, and libraries with every fault there is a word for.
#include "gst-plugins/common/roi_meta.hpp"
#include "tests/gst-plugins/eglsrc/rgb.hpp"

namespace gimbal {
namespace {

constexpr Rgb kOrange{255, 128, 0};
constexpr Rgb kNight{13, 13, 51};
constexpr Rgb kGrey{128, 128, 128};

std::string faulty(const std::string& name) {
  return std::string(std::getenv("GIMBAL_TEST_RENDERERS")) + "/" + name + ".so";
}

std::vector<SampleHandle> frames_of(const std::string& library, int count,
                                    const std::string& more = "") {
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=" + std::to_string(count) +
                                     " renderer=" + library + " " + more));
  auto samples = pipeline.run();
  EXPECT_EQ(samples.size(), static_cast<std::size_t>(count)) << pipeline.error();
  samples.resize(static_cast<std::size_t>(count));
  return samples;
}

TEST(Square, CrossesTheFloorAndItsBoxIsWhereItIs) {
  const auto samples = frames_of(example("square"), 61);
  for (const auto& [number, left] : {std::pair{0, 0}, {30, 45}, {60, 90}}) {
    GstSample* sample = samples[static_cast<std::size_t>(number)].get();
    const Picture picture(sample);
    EXPECT_TRUE(near(rgb_at(picture, left + 1, 179), kOrange)) << number;
    EXPECT_TRUE(near(rgb_at(picture, left + 43, 136), kOrange)) << number;
    EXPECT_TRUE(near(rgb_at(picture, left + 46, 179), kNight)) << number;
    EXPECT_TRUE(near(rgb_at(picture, left + 1, 134), kNight)) << number;
    const auto boxes = get_roi_metas(gst_sample_get_buffer(sample));
    ASSERT_EQ(boxes.size(), 1U);
    EXPECT_EQ(boxes[0].label, "square");
    EXPECT_EQ(boxes[0].id, 1);
    EXPECT_EQ(boxes[0].x, left);
    EXPECT_EQ(boxes[0].y, 135);
    EXPECT_EQ(boxes[0].w, 45);
    EXPECT_EQ(boxes[0].h, 45);
  }
}

TEST(Square, FitsIntoAPictureThatIsNarrowerThanAFourthOfItsHeight) {
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=2 renderer=" + example("square"),
                                     "width=16,height=68,framerate=30/1"));
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 2U) << pipeline.error();
  const Picture picture(samples[1].get());
  EXPECT_TRUE(near(rgb_at(picture, 15, 67), kOrange));
  EXPECT_TRUE(near(rgb_at(picture, 0, 51), kNight));
}

TEST(Triangle, PointsUpAtFirstAndDownHalfATurnLater) {
  const auto samples = frames_of(example("triangle"), 61);
  for (const auto& [number, tip, other] : {std::tuple{0, 30, 150}, {60, 150, 30}}) {
    const Picture picture(samples[static_cast<std::size_t>(number)].get());
    EXPECT_TRUE(near(rgb_at(picture, 160, tip), kOrange)) << number;
    EXPECT_FALSE(near(rgb_at(picture, 160, other), kOrange)) << number;
    EXPECT_TRUE(near(rgb_at(picture, 160, 90), kOrange)) << number;
    EXPECT_TRUE(near(rgb_at(picture, 120, other == 150 ? 120 : 60), kOrange)) << number;
  }
}

TEST(Library, DrawsFromTheBottomAndItsStateIsItsOwn) {
  const auto samples = frames_of(faulty("plain"), 5);
  const Picture picture(samples[4].get());
  EXPECT_EQ(rgb_at(picture, 0, 179), (Rgb{1, 4, 0}));
  EXPECT_EQ(rgb_at(picture, 319, 172), (Rgb{1, 4, 0}));
  EXPECT_TRUE(near(rgb_at(picture, 0, 171), kGrey));
  EXPECT_TRUE(near(rgb_at(picture, 319, 0), kGrey));
}

TEST(Library, DrawsFromTheTopWhereItSaysSo) {
  const auto samples = frames_of(faulty("top-down"), 5);
  const Picture picture(samples[4].get());
  EXPECT_EQ(rgb_at(picture, 0, 0), (Rgb{1, 4, 0}));
  EXPECT_EQ(rgb_at(picture, 319, 7), (Rgb{1, 4, 0}));
  EXPECT_TRUE(near(rgb_at(picture, 0, 8), kGrey));
  EXPECT_TRUE(near(rgb_at(picture, 319, 179), kGrey));
}

TEST(Library, WhatItLeavesBehindDisturbsNoElementBehindIt) {
  TestPipeline pipeline("eglsrc is-live=false num-buffers=5 renderer=" + faulty("plain") +
                        " ! video/x-raw(memory:GLMemory),width=320,height=180 ! glcolorconvert "
                        "! video/x-raw(memory:GLMemory),format=BGRA ! glcolorconvert "
                        "! video/x-raw(memory:GLMemory),format=RGBA ! gldownload "
                        "! appsink name=out sync=false");
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 5U) << pipeline.error();
  const Picture picture(samples[4].get());
  EXPECT_TRUE(near(rgb_at(picture, 300, 179), {1, 4, 0}));
  EXPECT_TRUE(near(rgb_at(picture, 300, 20), kGrey));
}

TEST(Library, OneLibraryTwiceInOneProcess) {
  TestPipeline first(rgb_pipeline("is-live=false num-buffers=10 renderer=" + faulty("plain")));
  TestPipeline second(rgb_pipeline("is-live=false num-buffers=10 renderer=" + faulty("plain")));
  first.play();
  second.play();
  EXPECT_EQ(first.run().size(), 10U) << first.error();
  EXPECT_EQ(second.run().size(), 10U) << second.error();
}

TEST(Library, IsMadeAnewAfterAStop) {
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=4 renderer=" + faulty("plain")));
  EXPECT_EQ(pipeline.run().size(), 4U) << pipeline.error();
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  EXPECT_EQ(pipeline.run().size(), 4U) << pipeline.error();
}

std::string error_of(const std::string& library, std::size_t frames = 0) {
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=9 renderer=" + library));
  EXPECT_EQ(pipeline.run().size(), frames);
  return pipeline.error();
}

TEST(Library, EachFaultIsNamed) {
  for (const auto& [name, text] :
       {std::pair{"wrong-abi",
                  "has renderer ABI 2, this Gimbal has 1. Rebuild it with this "
                  "gimbal/renderer.h."},
        {"short-table",
         "its gimbal_renderer_api is too short. Set .size = "
         "sizeof(GimbalRendererApi) and rebuild it."},
        {"unknown-flags", "has flags that this Gimbal does not know. Use GIMBAL_TOP_DOWN or 0."},
        {"no-render", "its gimbal_renderer_api has no render."},
        {"no-symbol", "is no renderer, it has no gimbal_renderer_api (see gimbal/renderer.h)."},
        {"create-fails", "create failed: no licence"},
        {"resize-fails", "resize failed: too large"},
        {"boxes-fail", "boxes failed: lost count"},
        {"no-boxes", "boxes says that there are some, and gives none."},
        {"box-nan", "box 1 has a number that is none."},
        {"box-sure", "box 1 has a confidence that is not from 0 to 1."},
        {"box-label", "box 1 has a label that is not UTF-8."}}) {
    EXPECT_EQ(error_of(faulty(name)), faulty(name) + ": " + text);
  }
  const std::string missing = error_of("/nowhere/a.so");
  EXPECT_EQ(missing.find("The renderer cannot be loaded: /nowhere/a.so: "), 0U) << missing;
  const std::string bare = error_of("nowhere.so");
  EXPECT_EQ(bare.find("The renderer cannot be loaded: ./nowhere.so: "), 0U) << bare;
}

TEST(Library, AFrameThatFailsEndsTheStreamWithTheLibrarysWords) {
  EXPECT_EQ(error_of(faulty("render-fails"), 3),
            faulty("render-fails") + ": render failed: the sky fell");
  EXPECT_EQ(error_of(faulty("fails-in-silence"), 3),
            faulty("fails-in-silence") + ": render failed and does not say why.");
}

/// A new one would find the state of its context not as it was left.
TEST(Library, StaysTheSameOneWhereASettingChangesThatIsNotItsOwn) {
  TestPipeline pipeline(rgb_pipeline("is-live=false renderer=" + faulty("plain")));
  pipeline.play();
  ASSERT_TRUE(pipeline.pull()) << pipeline.error();
  g_object_set(pipeline.element("src").get(), "scene", 1, "seed", G_GUINT64_CONSTANT(7),
               "shader-reload", TRUE, nullptr);
  for (int i = 0; i < 10; ++i) {  // those drawn before are still on their way
    ASSERT_TRUE(pipeline.pull()) << pipeline.error();
  }
}

TEST(Library, OneThatFailsToEndIsALineOfTheLog) {
  gst_init(nullptr, nullptr);
  const GstDebugLevel before = gst_debug_get_default_threshold();
  gst_debug_set_default_threshold(GST_LEVEL_WARNING);
  // A log function of our own would see the same, but GStreamer frees no list of them.
  testing::internal::CaptureStderr();
  frames_of(faulty("destroy-fails"), 2);
  const std::string log = testing::internal::GetCapturedStderr();
  gst_debug_set_default_threshold(before);
  const std::string line = faulty("destroy-fails") + ": destroy failed: it clings to life\n";
  const auto at = log.find(line);
  ASSERT_NE(at, std::string::npos) << log;
  EXPECT_EQ(log.find(line, at + 1), std::string::npos) << log;
}

TEST(Library, OneThatLosesTheContextDrawsAllTheSame) {
  const auto samples = frames_of(faulty("loses-context"), 5);
  const Picture picture(samples[4].get());
  EXPECT_EQ(rgb_at(picture, 0, 179), (Rgb{1, 4, 0}));
  EXPECT_TRUE(near(rgb_at(picture, 319, 0), kGrey));
}

TEST(Library, ALongerTableOfATimeToComeIsFine) {
  EXPECT_EQ(frames_of(faulty("longer-table"), 2).size(), 2U);
}

bool tell(GstElement* element, const char* name, const char* text) {
  return gst_element_send_event(
             element, gst_event_new_custom(
                          GST_EVENT_CUSTOM_UPSTREAM,
                          gst_structure_new("gimbal-renderer-event", "name", G_TYPE_STRING, name,
                                            "text", G_TYPE_STRING, text, nullptr))) != FALSE;
}

bool tell(const TestPipeline& pipeline, const char* name, const char* text) {
  return tell(pipeline.element("src").get(), name, text);
}

bool turns_blue(TestPipeline& pipeline) {
  for (int i = 0; i < 10; ++i) {  // those drawn before are still on their way
    const SampleHandle sample = pipeline.pull();
    if (!sample) {
      ADD_FAILURE() << pipeline.error();
      return false;
    }
    if (Picture(sample.get()).value(2, 0, 179) == 200) {
      return true;
    }
  }
  return false;
}

TEST(LibraryEvents, ReachTheRendererFromTheSourceAndFromThePipeline) {
  TestPipeline pipeline(rgb_pipeline("is-live=false renderer=" + faulty("events")));
  pipeline.play();
  ASSERT_TRUE(pipeline.pull()) << pipeline.error();
  const ElementHandle source = pipeline.element("src");
  for (GstElement* receiver : {source.get(), pipeline.get()}) {
    EXPECT_TRUE(tell(receiver, "blue", "10"));
    EXPECT_TRUE(tell(receiver, "blue", "200"));
    EXPECT_TRUE(turns_blue(pipeline)) << GST_OBJECT_NAME(receiver);
    EXPECT_TRUE(tell(receiver, "blue", "0"));
    for (int i = 0; i < 10; ++i) {
      ASSERT_TRUE(pipeline.pull()) << pipeline.error();
    }
  }
}

TEST(LibraryEvents, ReachTheRendererAfterItsFirstSize) {
  TestPipeline pipeline(rgb_pipeline("renderer=" + faulty("events")));
  gst_element_set_state(pipeline.get(), GST_STATE_PAUSED);  // in which a live source draws nothing
  EXPECT_TRUE(tell(pipeline, "blue", "200"));
  pipeline.play();
  const SampleHandle sample = pipeline.pull();
  ASSERT_TRUE(sample) << pipeline.error();
  EXPECT_EQ(Picture(sample.get()).value(2, 0, 179), 200);
}

TEST(LibraryEvents, OnesThatAreNotTakenAreAWarning) {
  TestPipeline pipeline(rgb_pipeline("is-live=false renderer=" + faulty("events")));
  pipeline.play();
  EXPECT_TRUE(tell(pipeline, "green", "10"));
  EXPECT_EQ(next_warning(pipeline), faulty("events") + ": event failed: only \"blue\" is known");
  TestPipeline deaf(rgb_pipeline("is-live=false renderer=" + faulty("plain")));
  deaf.play();
  EXPECT_TRUE(tell(deaf, "green", "10"));
  EXPECT_EQ(next_warning(deaf), faulty("plain") + ": takes no events.");
}

TEST(LibraryEvents, AreRefusedWhereNoLibraryDrawsAndWhenNobodyTakesThem) {
  TestPipeline scene(rgb_pipeline("is-live=false"));
  scene.play();
  EXPECT_FALSE(tell(scene, "green", "10"));
  TestPipeline flooded(rgb_pipeline("is-live=false renderer=" + faulty("events")));
  int taken = 0;
  while (taken < 1000 && tell(flooded, "blue", "1")) {
    ++taken;
  }
  EXPECT_EQ(taken, 256);
}

}  // namespace
}  // namespace gimbal

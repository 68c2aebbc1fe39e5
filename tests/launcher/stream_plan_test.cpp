#include "launcher/stream_plan.hpp"

#include <gst/gst.h>
#include <gtest/gtest.h>

namespace gimbal {
namespace {

std::string line_of(const PipelinePlan& plan) {
  const auto line = launch_line(plan);
  EXPECT_TRUE(line) << line.error();
  return line ? *line : "";
}

StreamOptions stream(const std::vector<std::string>& arguments) {
  const auto options = read_stream_options(arguments, -1);
  EXPECT_TRUE(options) << options.error();
  return options ? *options : StreamOptions{};
}

PtzOptions ptz(std::vector<std::string> arguments) {
  gst_init(nullptr, nullptr);
  const auto options = read_ptz_options(std::move(arguments), -1);
  EXPECT_TRUE(options) << options.error();
  return options ? *options : PtzOptions{};
}

const EncoderRung* rung(const std::string& name) {
  for (const EncoderRung& candidate : encoder_ladder()) {
    if (name == candidate.name) {
      return &candidate;
    }
  }
  return nullptr;
}

PipelinePlan readback(const std::vector<std::string>& arguments,
                      const std::string& encoder = "x264") {
  return plan_stream(stream(arguments), FramePath::kReadback, rung(encoder));
}

TEST(PlanStream, GopIsOneSecondUnlessSaid) {
  EXPECT_NE(line_of(readback({"--fps", "60"})).find("key-int-max=60"), std::string::npos);
  EXPECT_NE(line_of(readback({"--gop", "7"})).find("key-int-max=7"), std::string::npos);
}

TEST(PlanStream, EveryFormatEndsInItsOwnMuxer) {
  EXPECT_EQ(line_of(readback({})).find("mpegtsmux"), std::string::npos);
  EXPECT_NE(line_of(readback({"--format=mpegts"})).find("mpegtsmux"), std::string::npos);
  const std::string mjpeg = line_of(readback({"--format=mjpeg", "--quality=2"}, "none"));
  EXPECT_NE(mjpeg.find("jpegenc name=encoder quality=95"), std::string::npos);
  EXPECT_EQ(mjpeg.find("x264enc"), std::string::npos);
}

TEST(PlanPtz, ASceneIsDrawnAndAUriIsDecoded) {
  const std::string scene = line_of(plan_ptz(ptz({"--source=scene:court"}), rung("x264")));
  EXPECT_NE(scene.find("eglsrc"), std::string::npos);
  EXPECT_EQ(scene.find("uridecodebin3"), std::string::npos);
  const std::string uri =
      line_of(plan_ptz(ptz({"--source=file:///x.mp4", "--fps=20"}), rung("x264")));
  EXPECT_NE(uri.find("uri=\"file:///x.mp4\""), std::string::npos);
  EXPECT_NE(uri.find("max-rate=20"), std::string::npos);
}

TEST(PlanPtz, OneSideOfTheOutputMayFollowTheOther) {
  EXPECT_NE(
      line_of(plan_ptz(ptz({"--source=scene:bars"}), rung("x264"))).find("width=1280 height=720"),
      std::string::npos);
  EXPECT_NE(line_of(plan_ptz(ptz({"--source=scene:bars", "--width=640"}), rung("x264")))
                .find("width=640 height=0"),
            std::string::npos);
}

TEST(PlanPtz, LookAheadHoldsBackEncodedVideoOrTheFramesOfAScene) {
  const std::string plain = line_of(plan_ptz(ptz({"--source=file:///x.mp4"}), rung("x264")));
  EXPECT_EQ(plain.find("min-threshold-time"), std::string::npos);
  const std::string uri =
      line_of(plan_ptz(ptz({"--source=file:///x.mp4", "--lookahead=0.5s"}), rung("x264")));
  EXPECT_LT(uri.find("queue name=lookahead min-threshold-time=500000000"), uri.find("decodebin3"));
  EXPECT_NE(uri.find("lookahead=500000000 hold-frames=false"), std::string::npos);
  const std::string scene =
      line_of(plan_ptz(ptz({"--source=scene:court", "--lookahead=500ms"}), rung("x264")));
  EXPECT_EQ(scene.find("min-threshold-time"), std::string::npos);
  EXPECT_NE(scene.find("lookahead=500000000 hold-frames=true"), std::string::npos);
}

TEST(PlanPtz, TheCameraIsSetUpAsSaid) {
  const std::string line =
      line_of(plan_ptz(ptz({"--source=scene:court", "--mode=follow", "--profile=action",
                            "--method=bicubic", "--aspect=pad", "--detector-latency=80ms"}),
                       rung("x264")));
  EXPECT_NE(line.find("profile=action mode=follow method=bicubic aspect=pad"), std::string::npos);
  EXPECT_NE(line.find("detector-latency=80000000"), std::string::npos);
}

TEST(PlanPtz, TheCameraIsToldHowItsDetectorSpeaks) {
  const std::string open = line_of(plan_ptz(ptz({"--source=scene:court"}), rung("x264")));
  EXPECT_NE(open.find("tracking-format=auto tracking-width=0 tracking-height=0 "
                      "tracking-frame-rate=0/1"),
            std::string::npos)
      << open;
  const std::string said = line_of(plan_ptz(ptz({"--source=scene:court", "--tracking-format=mot",
                                                 "--tracking-size=640x360", "--tracking-fps=12.5"}),
                                            rung("x264")));
  EXPECT_NE(said.find("tracking-format=mot tracking-width=640 tracking-height=360 "
                      "tracking-frame-rate=25/2"),
            std::string::npos)
      << said;
}

TEST(PlanPtz, TheDetectorsCameraIsNamedAsItIs) {
  EXPECT_EQ(line_of(plan_ptz(ptz({"--source=scene:court"}), rung("x264"))).find("tracking-camera"),
            std::string::npos);
  const std::string line =
      line_of(plan_ptz(ptz({"--source=scene:court", "--tracking-camera=my ! yard"}), rung("x264")));
  EXPECT_NE(line.find("'tracking-camera=\"my ! yard\"'"), std::string::npos) << line;
}

TEST(PlanPtz, TrackingIsABranchThatEndsAtTheCamera) {
  PipelinePlan plan = plan_ptz(ptz({"--source=scene:court"}), rung("x264"));
  plan.push_back(tracking_step("my records"));
  const std::string line = line_of(plan);
  EXPECT_NE(line.find(" filesrc name=tracking 'location=\"my records\"'"), std::string::npos);
  EXPECT_EQ(line.find("! filesrc"), std::string::npos);
  EXPECT_TRUE(line.ends_with("! camera.tracking")) << line;
}

TEST(ReadOptions, OneLineForEachMistakeOfACamera) {
  gst_init(nullptr, nullptr);
  for (const char* bad :
       {"--mode=auto", "--profile=wild", "--method=nearest", "--aspect=zoom", "--lookahead=2s",
        "--lookahead=500", "--detector-latency=11s", "--tracking=", "--tracking-format=yolo",
        "--tracking-size=640", "--tracking-fps=0", "--tracking-camera="}) {
    const auto options = read_ptz_options({"--source=scene:court", bad}, -1);
    ASSERT_FALSE(options) << bad;
    EXPECT_NE(options.error(), "") << bad;
    EXPECT_EQ(options.error().find('\n'), std::string::npos) << options.error();
  }
}

TEST(ReadOptions, OneLineForEachMistake) {
  for (const auto& bad : std::vector<std::vector<std::string>>{{"--width", "x"},
                                                               {"--width", "15"},
                                                               {"--width", "101"},
                                                               {"--bogus"},
                                                               {"extra"},
                                                               {"--fps", "0"},
                                                               {"--gop", "-1"},
                                                               {"--quality", "1"},
                                                               {"--format", "avi"},
                                                               {"--scene", "moon"},
                                                               {"--output", ""},
                                                               {"--bitrate", "fast"}}) {
    const auto options = read_stream_options(bad, -1);
    ASSERT_FALSE(options) << bad.front();
    EXPECT_NE(options.error(), "") << bad.front();
    EXPECT_EQ(options.error().find('\n'), std::string::npos) << options.error();
  }
}

}  // namespace
}  // namespace gimbal

#include "launcher/go2rtc_options.hpp"

#include <gst/gst.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gimbal {
namespace {

using Words = std::vector<std::string>;

Result<Go2rtcOptions> read(const Words& arguments) {
  return read_go2rtc_options(arguments, -1);
}

std::string camera_option(const Go2rtcOptions& options, const std::string& name) {
  for (const auto& [option, value] : options.camera) {
    if (option == name) {
      return value;
    }
  }
  return "";
}

TEST(Go2rtcOptions, Defaults) {
  const auto options = read({});
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->workers, 1);
  EXPECT_EQ(options->instance_prefix, "omega");
  EXPECT_EQ(options->format, "mpegts");
  EXPECT_EQ(options->output, "go2rtc.yaml");
  EXPECT_FALSE(options->fifo || options->ptz || options->force || options->force_software);
  EXPECT_TRUE(options->camera.empty());
}

TEST(Go2rtcOptions, WhatIsGivenIsPassedOn) {
  const auto options = read({"--workers", "10", "--width", "640", "--height", "360", "--fps",
                             "29.97", "--gop", "15", "--bitrate", "800k", "--renderer", "cpu",
                             "--encoder", "x264enc", "--device-idx", "1", "--force-sw"});
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->workers, 10);
  EXPECT_EQ(camera_option(*options, "width"), "640");
  EXPECT_EQ(camera_option(*options, "fps"), "29.97");
  EXPECT_EQ(camera_option(*options, "bitrate"), "800k");
  EXPECT_EQ(options->camera.size(), 8U);
  EXPECT_TRUE(options->force_software);
}

TEST(Go2rtcOptions, OlderSpellings) {
  EXPECT_EQ(read({"--exec-profile", "headless-agent"})->format, "h264");
  EXPECT_EQ(read({"--exec-profile", "headless-agent-mpegts"})->format, "mpegts");
  EXPECT_EQ(read({"--exec-profile", "headless-agent", "--exec-wrap", "mpegts"})->format, "mpegts");
  EXPECT_EQ(read({"--exec-wrap", "raw"})->format, "h264");
  EXPECT_EQ(read({"--mode", "fifo", "--fifo-container", "h264"})->format, "h264");
  EXPECT_EQ(read({"--out", "x.yaml"})->output, "x.yaml");
  const auto gpu = read({"--exec-profile", "egl-vpf"});
  EXPECT_EQ(camera_option(*gpu, "renderer"), "egl");
  EXPECT_EQ(camera_option(*gpu, "encoder"), "vpf");
  EXPECT_EQ(gpu->format, "mpegts");
}

TEST(Go2rtcOptions, WhatIsSaidPlainlyWins) {
  const auto options = read({"--exec-profile", "egl-vpf", "--encoder", "x264enc"});
  EXPECT_EQ(camera_option(*options, "encoder"), "x264enc");
  EXPECT_EQ(read({"--exec-profile", "headless-agent", "--format", "mpegts"})->format, "mpegts");
}

TEST(Go2rtcOptions, SpellingsOfTheOtherModeMeanNothing) {
  EXPECT_EQ(read({"--exec-wrap", "raw", "--fifo-container", "mpegts"})->format, "h264");
  EXPECT_EQ(read({"--mode", "fifo", "--exec-wrap", "raw", "--exec-profile", "headless-agent",
                  "--fifo-container", "mpegts"})
                ->format,
            "mpegts");
}

TEST(Go2rtcOptions, ContradictionsAreErrors) {
  for (const Words& words :
       {Words{"--format", "h264", "--exec-wrap", "mpegts"},
        Words{"--mode", "fifo", "--format", "h264", "--fifo-container", "mpegts"},
        Words{"--out", "a", "--output", "b"},
        Words{"--profile", "ptz", "--exec-profile", "egl-vpf"},
        Words{"--profile", "ptz", "--renderer", "cpu"}, Words{"--source", "scene:court"}}) {
    EXPECT_FALSE(read(words)) << words.back();
  }
  EXPECT_TRUE(read({"--out", "a", "--output", "a"}));
}

TEST(Go2rtcOptions, ASourceIsAUriOrAScene) {
  gst_init(nullptr, nullptr);
  EXPECT_EQ(read({"--profile", "ptz"})->source_uri, "scene:court");
  EXPECT_EQ(read({"--profile", "ptz", "--source", "/proc/self/status"})->source_uri,
            "file:///proc/self/status");
  EXPECT_FALSE(read({"--profile", "ptz", "--source", "/no/such/file"}));
}

TEST(Go2rtcOptions, RefusesWhatCannotBeUsed) {
  for (const Words& words : {Words{"--workers", "0"},
                             Words{"--workers", "1001"},
                             Words{"--workers", "1e1"},
                             Words{"--workers", ""},
                             Words{"--workers", " 1"},
                             Words{"--workers", "99999999999"},
                             Words{"--width", "15"},
                             Words{"--width", "641"},
                             Words{"--height", "-2"},
                             Words{"--fps", "0"},
                             Words{"--gop", "0"},
                             Words{"--bitrate", "6 M"},
                             Words{"--renderer", "vulkan"},
                             Words{"--encoder", "x264enc --output /tmp/x"},
                             Words{"--encoder", ""},
                             Words{"--device-idx", "256"},
                             Words{"--mode", "rtsp"},
                             Words{"--profile", "both"},
                             Words{"--format", "mjpeg"},
                             Words{"--exec-wrap", "h264"},
                             Words{"--exec-profile", "other"},
                             Words{"--fifo-container", "raw"},
                             Words{"--exec-wrapper", "/no/such/program"},
                             Words{"--exec-wrapper", "/etc/passwd"},
                             Words{"--exec-wrapper", "nice -n 5"},
                             Words{"--container-fifo-dir", "fifos"},
                             Words{"--output", ""},
                             Words{"--no-such-option"},
                             Words{"something"}}) {
    const auto options = read(words);
    EXPECT_FALSE(options) << words.back();
  }
}

TEST(Go2rtcOptions, APrefixCannotAddAnything) {
  for (const char* prefix : {"", "-a", "a b", "a\n  b: c", "a#killsignal=9", "a\"b", "a'b", "a: b",
                             "a/b", "../a", "{output}", "${HOME}", "é", "\xff"}) {
    EXPECT_FALSE(read({"--instance-prefix", prefix})) << prefix;
  }
  EXPECT_TRUE(read({"--instance-prefix", std::string(62, 'x')}));
  EXPECT_FALSE(read({"--instance-prefix", std::string(63, 'x')}));
  EXPECT_FALSE(read({"--instance-prefix", std::string(62, 'x'), "--workers", "11"}));
  EXPECT_FALSE(read({"--instance-prefix", std::string(100'000, 'x')}));
}

TEST(Go2rtcOptions, AWrapperIsFoundOnPath) {
  const auto options = read({"--exec-wrapper", "env"});
  ASSERT_TRUE(options) << options.error();
  EXPECT_TRUE(options->wrapper.starts_with('/'));
  EXPECT_TRUE(options->wrapper.ends_with("/env"));
}

}  // namespace
}  // namespace gimbal

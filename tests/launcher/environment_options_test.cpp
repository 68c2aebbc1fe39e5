#include "launcher/environment_options.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "launcher/stream_options.hpp"

namespace gimbal {
namespace {

/// An environment variable for the length of a test.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

TEST(EnvironmentOptions, AnOptionOfAStreamMayComeFromTheEnvironment) {
  const Variable fps("GIMBAL_FPS", "60");
  const Variable bitrate("GIMBAL_BITRATE", "800k");
  const Variable force("GIMBAL_FORCE_SW", "1");
  const Variable debug("GIMBAL_DEBUG", "0");
  const Variable start("GIMBAL_START_TIMEOUT", "7");
  const Variable width("GIMBAL_WIDTH", "");
  const auto options = read_stream_options({}, -1);
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->fps.numerator, 60);
  EXPECT_EQ(options->common.bitrate, 800'000);
  EXPECT_TRUE(options->common.encoder.force_software);
  EXPECT_FALSE(options->debug);
  EXPECT_EQ(options->common.start_timeout, 7);
  EXPECT_EQ(options->width, 1280);
}

TEST(EnvironmentOptions, TheCommandLineWins) {
  const Variable fps("GIMBAL_FPS", "60");
  const auto options = read_stream_options({"--fps", "25"}, -1);
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->fps.numerator, 25);
}

TEST(EnvironmentOptions, AWrongValueIsAnErrorThatNamesTheVariable) {
  for (const auto& [name, value] :
       {std::pair{"GIMBAL_FPS", "fast"}, {"GIMBAL_WIDTH", "wide"}, {"GIMBAL_FORCE_SW", "maybe"}}) {
    const Variable wrong(name, value);
    const auto options = read_stream_options({}, -1);
    ASSERT_FALSE(options) << name;
    EXPECT_NE(options.error().find(name), std::string::npos) << options.error();
  }
}

TEST(EnvironmentOptions, AFlagIsYesOrNoInAnyCase) {
  for (const auto& [value, set] : {std::pair{"TRUE", true}, {"on", true}, {"Off", false}}) {
    const Variable force("GIMBAL_FORCE_SW", value);
    const auto options = read_stream_options({}, -1);
    ASSERT_TRUE(options) << options.error();
    EXPECT_EQ(options->common.encoder.force_software != 0, set) << value;
  }
}

TEST(ReadOptions, ForcedSoftwareWinsOverAnEncoderOfAGpu) {
  for (const char* name : {"vpf", "nvenc", "va", "nvh264enc", "ffmpeg"}) {
    const auto options = read_stream_options({"--force-sw", "--encoder", name}, -1);
    ASSERT_TRUE(options) << options.error();
    EXPECT_EQ(options->common.encoder.name, "auto") << name;
    EXPECT_NE(options->common.encoder.force_software, 0) << name;
  }
}

TEST(ReadOptions, AnEncoderOfH264IsRefusedForJpeg) {
  EXPECT_FALSE(read_stream_options({"--format", "mjpeg", "--encoder", "x264"}, -1));
}

}  // namespace
}  // namespace gimbal

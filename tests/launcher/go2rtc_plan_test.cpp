#include "launcher/go2rtc_plan.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

using Words = std::vector<std::string>;

Go2rtcOptions plain() {
  Go2rtcOptions options;
  options.instance_prefix = "omega";
  options.format = "mpegts";
  options.fifo_dir = "/run/gimbal";
  options.go2rtc_fifo_dir = "/fifos";
  return options;
}

TEST(PlanGo2rtc, StartsGimbalForEachCamera) {
  Go2rtcOptions options = plain();
  options.workers = 2;
  options.camera = {{"width", "640"}};
  options.force_software = true;
  const auto cameras = plan_go2rtc(options, "/usr/bin/gimbal");
  ASSERT_TRUE(cameras) << cameras.error();
  ASSERT_EQ(cameras->size(), 2U);
  const Go2rtcCamera& second = cameras->back();
  EXPECT_EQ(second.stream.name, "omega-1");
  EXPECT_EQ(second.stream.executable, "/usr/bin/gimbal");
  EXPECT_EQ(second.stream.command,
            "/usr/bin/gimbal stream --instance-id omega-1 --width 640 --force-sw --format mpegts");
  EXPECT_EQ(second.fifo, "");
}

TEST(PlanGo2rtc, AProgramInAFolderWithSpacesIsQuoted) {
  const auto cameras = plan_go2rtc(plain(), "/opt/my cameras/gimbal");
  ASSERT_TRUE(cameras) << cameras.error();
  EXPECT_EQ(cameras->front().stream.executable, "/opt/my cameras/gimbal");
  EXPECT_TRUE(cameras->front().stream.command.starts_with("\"/opt/my cameras/gimbal\" stream "));
  EXPECT_FALSE(plan_go2rtc(plain(), "/opt/#1/gimbal"));
  EXPECT_FALSE(plan_go2rtc(plain(), "/opt/{output}/gimbal"));
}

TEST(PlanGo2rtc, APtzCamera) {
  Go2rtcOptions options = plain();
  options.ptz = true;
  options.source_uri = "rtsp://camera/wide?a=b c";
  const auto cameras = plan_go2rtc(options, "/usr/bin/gimbal");
  ASSERT_TRUE(cameras) << cameras.error();
  EXPECT_EQ(cameras->front().stream.command,
            "/usr/bin/gimbal ptz --source \"rtsp://camera/wide?a=b c\" --format mpegts");
  options.source_uri = "rtsp://camera/wide#killsignal=9";
  EXPECT_FALSE(plan_go2rtc(options, "/usr/bin/gimbal"));
}

TEST(PlanGo2rtc, FifosAreNamedOnBothSides) {
  Go2rtcOptions options = plain();
  options.fifo = true;
  const auto cameras = plan_go2rtc(options, "/usr/bin/gimbal");
  ASSERT_TRUE(cameras) << cameras.error();
  const Go2rtcCamera& camera = cameras->front();
  EXPECT_EQ(camera.fifo, "/run/gimbal/omega-0.ts");
  EXPECT_EQ(camera.command, (Words{"/usr/bin/gimbal", "stream", "--instance-id", "omega-0",
                                   "--format", "mpegts", "--output", "/run/gimbal/omega-0.ts"}));
  EXPECT_EQ(camera.stream.executable, "/bin/cat");
  EXPECT_EQ(camera.stream.command, "/bin/cat /fifos/omega-0.ts");
}

TEST(PlanGo2rtc, AWrapperComesFirst) {
  Go2rtcOptions options = plain();
  options.wrapper = "/usr/bin/nice";
  const auto cameras = plan_go2rtc(options, "/usr/bin/gimbal");
  EXPECT_EQ(cameras->front().stream.executable, "/usr/bin/nice");
  EXPECT_TRUE(cameras->front().stream.command.starts_with("/usr/bin/nice /usr/bin/gimbal stream"));
}

TEST(PlanGo2rtc, ATemplateIsFilledIn) {
  Go2rtcOptions options = plain();
  options.camera = {{"fps", "29.97"}, {"device-idx", "2"}};
  options.command =
      "env ID={instance_id} N={index} 'two words' {width}x{height}@{fps}/{gop} {bitrate} "
      "{renderer} {encoder} {device_idx} {format} {program}";
  const auto cameras = plan_go2rtc(options, "/opt/a b/gimbal");
  ASSERT_TRUE(cameras) << cameras.error();
  const Words& words = cameras->front().command;
  EXPECT_TRUE(words.front().starts_with('/') && words.front().ends_with("/env"));
  EXPECT_EQ(Words(words.begin() + 1, words.end()),
            (Words{"ID=omega-0", "N=0", "two words", "1280x720@29.97/30", "6M", "egl", "auto", "2",
                   "mpegts", "/opt/a b/gimbal"}));
}

TEST(PlanGo2rtc, ATemplateThatCannotWorkIsRefused) {
  Go2rtcOptions options = plain();
  for (const char* command : {"", " ", "/no/such/program {index}", "env 'open", "env {fifo}",
                              "env {output}", "env a#b", "env a\nb\x01", "\"\""}) {
    options.command = *command == '\0' ? " " : command;
    EXPECT_FALSE(plan_go2rtc(options, "/usr/bin/gimbal")) << command;
  }
  options.fifo = true;
  options.command = "env {instance_id}";
  EXPECT_FALSE(plan_go2rtc(options, "/usr/bin/gimbal"));
  options.command = "env {instance_id} {fifo}";
  EXPECT_TRUE(plan_go2rtc(options, "/usr/bin/gimbal"));
}

}  // namespace
}  // namespace gimbal

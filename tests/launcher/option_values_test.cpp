#include "launcher/option_values.hpp"

#include <gst/gst.h>
#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(ParseBitrate, TakesUnits) {
  EXPECT_EQ(*parse_bitrate("6M"), 6'000'000);
  EXPECT_EQ(*parse_bitrate("800k"), 800'000);
  EXPECT_EQ(*parse_bitrate("2.5M"), 2'500'000);
  EXPECT_EQ(*parse_bitrate("2500000"), 2'500'000);
  for (const char* bad : {"", "M", "6Q", "-1M", "9", "1e99", "nan", "2000M", "6 M"}) {
    EXPECT_FALSE(parse_bitrate(bad)) << bad;
  }
}

TEST(ParseFrameRate, TakesWholeDecimalAndFraction) {
  EXPECT_EQ(parse_frame_rate("60")->text(), "60/1");
  EXPECT_EQ(parse_frame_rate("29.97")->text(), "30000/1001");
  EXPECT_EQ(parse_frame_rate("59.94")->text(), "60000/1001");
  EXPECT_EQ(parse_frame_rate("30000/1001")->text(), "30000/1001");
  EXPECT_EQ(parse_frame_rate("0.2")->text(), "1/5");
  EXPECT_EQ(parse_frame_rate("12.5")->text(), "25/2");
  for (const char* bad : {"", "0", "-5", "1/0", "30/-1", "1001", "nan", "1e9", "a", "30/", "/1"}) {
    EXPECT_FALSE(parse_frame_rate(bad)) << bad;
  }
}

TEST(FrameRate, PerSecondIsRoundedUp) {
  EXPECT_EQ((FrameRate{30000, 1001}).per_second(), 30);
  EXPECT_EQ((FrameRate{1, 5}).per_second(), 1);
}

TEST(ParseSize, TakesWidthAndHeight) {
  const auto size = parse_size("tracking-size", "1280x720");
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, 1280);
  EXPECT_EQ(size->height, 720);
  for (const char* bad : {"", "x", "1280", "1280x", "x720", "0x720", "-1x1", "1280x720x3", "1.5x2",
                          "99999x2", "1280 x 720"}) {
    EXPECT_FALSE(parse_size("tracking-size", bad)) << bad;
  }
}

TEST(ParseDuration, TakesSecondsAndMilliseconds) {
  constexpr std::int64_t kMost = 1'500'000'000;
  EXPECT_EQ(*parse_duration("lookahead", "500ms", kMost), 500'000'000);
  EXPECT_EQ(*parse_duration("lookahead", "0.5s", kMost), 500'000'000);
  EXPECT_EQ(*parse_duration("lookahead", "1.5s", kMost), kMost);
  EXPECT_EQ(*parse_duration("lookahead", "0", kMost), 0);
  for (const char* bad : {"", "s", "ms", "500", "1.6s", "-1ms", "nans", "infs", "1 s", "1m"}) {
    EXPECT_FALSE(parse_duration("lookahead", bad, kMost)) << bad;
  }
}

TEST(ParseFormat, KnowsThree) {
  EXPECT_EQ(*parse_format("mpegts"), Format::kMpegTs);
  EXPECT_FALSE(parse_format("mp4"));
}

TEST(ParseSource, SceneUriOrFile) {
  gst_init(nullptr, nullptr);
  EXPECT_EQ(parse_source("scene:court")->scene, Scene::kCourt);
  EXPECT_FALSE(parse_source("scene:moon"));
  EXPECT_EQ(parse_source("file:///no/such")->uri, "file:///no/such");
  EXPECT_FALSE(parse_source("gopher://x"));
  EXPECT_FALSE(parse_source("/no/such file"));
  EXPECT_EQ(parse_source("/proc/self/status")->uri, "file:///proc/self/status");
}

TEST(JpegQuality, FollowsFfmpegsScale) {
  EXPECT_EQ(jpeg_quality(2), 95);
  EXPECT_EQ(jpeg_quality(31), 20);
  EXPECT_GT(jpeg_quality(8), jpeg_quality(9));
}

}  // namespace
}  // namespace gimbal

#include "agent/jobs/profile.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(ParseScale, SidesAndAspect) {
  EXPECT_EQ(*parse_scale("640:-1"), (Scale{640, std::nullopt}));
  EXPECT_EQ(*parse_scale("-1:360"), (Scale{std::nullopt, 360}));
  EXPECT_EQ(*parse_scale("16:4096"), (Scale{16, 4096}));
  EXPECT_EQ(*parse_scale("640:-2"), (Scale{640, std::nullopt}));
  EXPECT_EQ(*parse_scale("427:241"), (Scale{426, 240}));
}

TEST(ParseScale, RefusesTheRest) {
  for (const char* text :
       {"", ":", "640", "640:", ":360", "-1:-1", "-1:-2", "15:-1", "640:4097", "-3:360", "0:0",
        "640:360:1", " 640:360", "640:+360", "6e2:360", "640x360", "99999999999:-1"}) {
    EXPECT_FALSE(parse_scale(text)) << text;
  }
}

TEST(ClampToInt, RoundsAndClamps) {
  EXPECT_EQ(clamp_to_int(12.6, 1, 60), 13);
  EXPECT_EQ(clamp_to_int(-1e300, 1, 60), 1);
  EXPECT_EQ(clamp_to_int(1e300, 1, 60), 60);
}

TEST(IngestProfile, UnknownIsBalanced) {
  EXPECT_EQ(ingest_profile("quality").bitrate, 8'000'000);
  EXPECT_EQ(ingest_profile("balanced").bitrate, 4'000'000);
  EXPECT_EQ(ingest_profile("fluid").bitrate, 2'500'000);
  EXPECT_EQ(ingest_profile("turbo").name, "balanced");
  EXPECT_EQ(ingest_profile("").name, "balanced");
}

}  // namespace
}  // namespace gimbal

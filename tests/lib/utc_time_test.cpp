#include "lib/base/utc_time.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(UtcTime, ReadsDates) {
  EXPECT_EQ(parse_utc_time("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_utc_time("2026-02-21T07:29:03.5Z"), 1771658943.5);
  EXPECT_EQ(parse_utc_time("2024-02-29 12:00:00"), 1709208000);
  EXPECT_EQ(parse_utc_time("2024-02-29T14:00:00+02:00"), 1709208000);
  EXPECT_EQ(parse_utc_time("2024-02-29T09:30:00-02:30"), 1709208000);
  EXPECT_NEAR(parse_utc_time("2026-04-30T14:37:50.075262000Z").value_or(0), 1777559870.075262,
              1e-6);
}

TEST(UtcTime, WritesWhatItReads) {
  using std::chrono::milliseconds;
  const auto at = [](long long count) {
    return format_utc_time(std::chrono::system_clock::time_point(milliseconds(count)));
  };
  EXPECT_EQ(at(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(at(1'771'658'943'500), "2026-02-21T07:29:03.500Z");
  EXPECT_EQ(at(951'868'799'999), "2000-02-29T23:59:59.999Z");
  EXPECT_EQ(parse_utc_time(at(1'771'658'943'500)), 1771658943.5);
}

TEST(UtcTime, RefusesWhatIsNone) {
  for (const char* bad :
       {"", "now", "2026-02-21", "2026-02-21T07:29", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-02-21T24:00:00Z", "2026-02-21T07:60:00Z", "2026-02-21T07:29:61Z",
        "2026-02-21T07:29:03.Z", "2026-02-21T07:29:03Zx", "2026-02-21T07:29:03+2:00",
        "2026-02-21T07:29:03+15:00", "2026-02-21T07:29:03.1e5Z", "1969-12-31T23:59:59Z",
        "5001-01-01T00:00:00Z", "20260221T072903Z", "2026-02-21T07:29:0", "+026-02-21T07:29:03Z"}) {
    EXPECT_EQ(parse_utc_time(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace gimbal

#include "lib/base/text.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number("0.25"), 0.25);
  EXPECT_EQ(parse_number("-3e2"), -300.0);
  for (const char* bad : {"", " 1", "1 ", "1x", "nan", "inf", "1e999", "0x10", "1,5", "+1"}) {
    EXPECT_FALSE(parse_number(bad)) << bad;
  }
}

TEST(FormatNumber, IsShortAndReadsBack) {
  EXPECT_EQ(format_number(0.5), "0.5");
  EXPECT_EQ(format_number(30), "30");
  EXPECT_EQ(parse_number(format_number(0.1 + 0.2)), 0.1 + 0.2);
}

}  // namespace
}  // namespace gimbal

#include "lib/base/text.hpp"

#include <gtest/gtest.h>

#include <string>

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
  EXPECT_EQ(format_number(-0.0), "0");
}

TEST(Text, KnowsWellFormedUtf8) {
  EXPECT_EQ(utf8_length("a"), 1U);
  EXPECT_EQ(utf8_length("\xc3\xa9x"), 2U);
  EXPECT_EQ(utf8_length("\xe2\x82\xac"), 3U);
  EXPECT_EQ(utf8_length("\xf0\x9f\x8e\xa5"), 4U);
  for (const char* bad : {"\x80", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80"}) {
    EXPECT_EQ(utf8_length(bad), 0U);
    EXPECT_FALSE(is_utf8(std::string("a") + bad));
  }
  EXPECT_TRUE(is_utf8("a\xc3\xa9"));
  EXPECT_TRUE(is_utf8(""));
}

TEST(Text, IsShownCutAndClean) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("caf\xc3\xa9 \xf0\x9f\x8e\xa5"), "caf\xc3\xa9 \xf0\x9f\x8e\xa5");
  EXPECT_EQ(shown("a\nb\x1b[31m\x7f\xc2\x9b" + std::string(1, '\0')), "a?b?[31m???");
  EXPECT_EQ(shown("\xff\xc3"), "??");
  EXPECT_EQ(shown("abc", 2), "ab...");
  std::string longest;
  for (int i = 0; i < 64; ++i) {
    longest += "\xc3\xa9";
  }
  EXPECT_EQ(shown(longest), longest);
  EXPECT_EQ(shown(longest + "\n"), longest + "...");
}

}  // namespace
}  // namespace gimbal

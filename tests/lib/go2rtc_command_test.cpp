#include "lib/codec/go2rtc_command.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

using Words = std::vector<std::string>;

TEST(SplitGo2rtcCommand, OnWhiteSpaceWithQuotesAtTheStartOfAWord) {
  EXPECT_EQ(*split_go2rtc_command("a b"), (Words{"a", "b"}));
  EXPECT_EQ(*split_go2rtc_command(" \ta\r\n  b "), (Words{"a", "b"}));
  EXPECT_EQ(*split_go2rtc_command("\"a b\" 'c \"d'"), (Words{"a b", "c \"d"}));
  EXPECT_EQ(*split_go2rtc_command("a\"b c\""), (Words{"a\"b", "c\""}));
  EXPECT_EQ(*split_go2rtc_command("'a'b"), (Words{"a", "b"}));
  EXPECT_EQ(*split_go2rtc_command("a\\ b"), (Words{"a\\", "b"}));
}

TEST(SplitGo2rtcCommand, SaysWhatGo2rtcCannotRead) {
  for (const char* command : {"", "  ", "\"a", "a 'b", "\"\"", "a ''"}) {
    EXPECT_FALSE(split_go2rtc_command(command)) << command;
  }
}

TEST(JoinGo2rtcCommand, ComesApartIntoTheSameWords) {
  const std::vector<Words> commands = {
      {"/usr/bin/gimbal", "stream", "--format", "mpegts"},
      {"/opt/my cameras/gimbal", "a b", "c"},
      {"\"a", "'b", "a\"b c", "it's"},
      {"$(reboot)", "$HOME", "`id`", ";", "&&", "|", ">", "\\", "*"},
      {"/home/jürgen/é è/gimbal", "日本"},
      {std::string(100'000, 'x')},
  };
  for (const Words& words : commands) {
    const auto command = join_go2rtc_command(words);
    ASSERT_TRUE(command) << command.error();
    EXPECT_EQ(*split_go2rtc_command(*command), words) << *command;
  }
}

TEST(JoinGo2rtcCommand, RefusesWhatWouldBecomeSomethingElse) {
  for (const char* word : {"", "a#b", "#killsignal=9", "{output}", "{input}", "${HOME}", "a}",
                           "a\nb", "a\tb", "a\rb", "\x1b[2J", "\x7f", "\"it's\"", "a b\"c'd",
                           "\xc2\x85", "\xe2\x80\xa8", "\xef\xbb\xbf", "\xff", "\xc3"}) {
    const auto command = join_go2rtc_command({"/usr/bin/gimbal", word});
    EXPECT_FALSE(command) << *command;
  }
  EXPECT_FALSE(join_go2rtc_command({std::string("a\0b", 3)}));
}

TEST(ExpandGo2rtcCommand, FillsInValuesThatStayOneWord) {
  const std::map<std::string, std::string> values{{"id", "omega-0"}, {"size", "6 40\""}};
  EXPECT_EQ(*expand_go2rtc_command("run --id={id} 'a {size}' {id}{id}", values),
            (Words{"run", "--id=omega-0", "a 6 40\"", "omega-0omega-0"}));
}

TEST(ExpandGo2rtcCommand, WhatIsFilledInIsNotReadAgain) {
  const std::map<std::string, std::string> values{{"a", "{b}"}, {"b", "x"}};
  EXPECT_EQ(*expand_go2rtc_command("{a}", values), (Words{"{b}"}));
}

TEST(ExpandGo2rtcCommand, NamesWhatItKnows) {
  const std::map<std::string, std::string> values{{"height", "720"}, {"width", "1280"}};
  for (const char* command :
       {"run {output}", "run {", "run }", "run {}", "run {width", "{{width}}"}) {
    const auto words = expand_go2rtc_command(command, values);
    ASSERT_FALSE(words) << command;
    EXPECT_NE(words.error().find("{height} {width}"), std::string::npos) << words.error();
  }
}

}  // namespace
}  // namespace gimbal

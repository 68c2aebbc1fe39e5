#include "lib/camera/presets.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

constexpr const char* kRule =
    "the name of a preset must have 1 to 64 printable characters, in UTF-8";

TEST(Presets, NamesHaveOneTo64PrintableCharacters) {
  EXPECT_EQ(check_preset_name("a"), "");
  EXPECT_EQ(check_preset_name("Left goal, 2nd half"), "");
  EXPECT_EQ(check_preset_name(std::string(64, 'x')), "");
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) {
    sixty_four += "\xc3\xa9";  // one character, two bytes
  }
  EXPECT_EQ(check_preset_name(sixty_four), "");
  EXPECT_EQ(check_preset_name(sixty_four + "a"), kRule);
  EXPECT_EQ(check_preset_name(""), kRule);
  EXPECT_EQ(check_preset_name(std::string(65, 'x')), kRule);
}

TEST(Presets, NamesThatCannotBePrintedAreRefused) {
  for (const std::string name :
       {"a\nb", "\x1b[2J", "a\x7f", "\xc2\x85", "\xff", "\xc3", "\xed\xa0\x80"}) {
    EXPECT_EQ(check_preset_name(name), kRule);
  }
  EXPECT_EQ(check_preset_name(std::string("a\0b", 3)), kRule);
}

TEST(Presets, SixteenAndNoMore) {
  Presets presets;
  for (int i = 0; i < 16; ++i) {
    EXPECT_EQ(presets.store(std::to_string(i), {}), "");
  }
  EXPECT_EQ(presets.store("one more", {}),
            "there are 16 presets already; remove one before storing another");
  EXPECT_EQ(presets.store("7", {0.1, 0.2, 3}), "");  // replacing is no new one
  EXPECT_EQ(presets.find("7"), (Framing{0.1, 0.2, 3}));
  EXPECT_EQ(presets.remove("7"), "");
  EXPECT_EQ(presets.store("one more", {}), "");
  EXPECT_EQ(presets.names().size(), 16U);
}

TEST(Presets, UnknownOnesAreToldWithWhatThereIs) {
  Presets presets;
  EXPECT_EQ(presets.remove("a"), "there is no preset \"a\"");
  EXPECT_EQ(presets.store("b", {}), "");
  EXPECT_EQ(presets.store("c", {}), "");
  EXPECT_EQ(presets.unknown("a"), "there is no preset \"a\"; there are: \"b\", \"c\"");
  EXPECT_EQ(presets.unknown("a\n"), kRule);
}

}  // namespace
}  // namespace gimbal

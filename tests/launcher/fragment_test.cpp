#include "launcher/fragment.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace gimbal {
namespace {

TEST(ExpandFragment, FillsSlotsAndDropsComments) {
  const auto text =
      expand_fragment("# why\nsrc a=${a}\n! sink b=${b}${a}\n", {{"a", "1"}, {"b", "x"}});
  ASSERT_TRUE(text) << text.error();
  EXPECT_EQ(*text, "src a=1 ! sink b=x1");
}

TEST(ExpandFragment, ASlotWithoutAValueIsAnError) {
  EXPECT_FALSE(expand_fragment("a=${a}", {}));
  EXPECT_FALSE(expand_fragment("a=${a", {{"a", "1"}}));
}

TEST(ExpandFragment, AValueWithoutASlotIsAnError) {
  EXPECT_FALSE(expand_fragment("a", {{"a", "1"}}));
}

TEST(ExpandFragment, NothingThatAParserCouldReadGetsThrough) {
  for (const char* value : {"", "1 ! filesink location=/x", "a b", "\"", "'", "$(id)", "`id`",
                            "a;b", "a\nb", "a!b", "(x)", "a=b", "ä"}) {
    EXPECT_FALSE(expand_fragment("a=${a}", {{"a", value}})) << value;
  }
  for (const char* value : {"1", "-1", "0.5", "30000/1001", "true", "1e-05", "ultrafast"}) {
    EXPECT_TRUE(expand_fragment("a=${a}", {{"a", value}})) << value;
  }
}

TEST(ReadFragment, SaysWhatIsMissing) {
  EXPECT_TRUE(read_fragment("camera"));
  const auto text = read_fragment("no-such");
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().find("GIMBAL_PIPELINES_DIR"), std::string::npos);
}

}  // namespace
}  // namespace gimbal

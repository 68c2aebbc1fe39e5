#include "agent/jobs/output_template.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(SessionId, MayStandInAFileName) {
  for (const char* id : {"a", "match-2024_11.03", "A1", "-x", "_", "a..b"}) {
    EXPECT_TRUE(is_session_id(id)) << id;
  }
  EXPECT_TRUE(is_session_id(std::string(64, 'x')));
}

TEST(SessionId, CannotClimbOrHide) {
  for (const char* id : {"", ".", "..", ".a", "a/b", "a b", "a\n", "a%2f", "é", "{session_id}"}) {
    EXPECT_FALSE(is_session_id(id)) << id;
  }
  EXPECT_FALSE(is_session_id(std::string(65, 'x')));
  EXPECT_FALSE(is_session_id(std::string_view("a\0b", 3)));
}

TEST(OutputTemplate, FillsItsSlots) {
  const auto parsed = OutputTemplate::parse("/srv/{session_id}/{session_id}-{replica_index}.ts");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->expand("m1", 12), "/srv/m1/m1-12.ts");
}

TEST(OutputTemplate, WhatIsFilledInIsNotReadAgain) {
  const auto parsed = OutputTemplate::parse("/{session_id}");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->expand("{replica_index}", 1), "/{replica_index}");
}

TEST(OutputTemplate, NullAndPlainPaths) {
  EXPECT_EQ(OutputTemplate::parse("null")->expand("m1", 0), "null");
  EXPECT_EQ(OutputTemplate::parse("/srv/out.ts")->expand("m1", 0), "/srv/out.ts");
}

TEST(OutputTemplate, RefusesWhatItCannotMean) {
  for (const char* text : {"", "out.ts", "./out.ts", "/", "/srv/", "/{", "/}", "/{}", "/{name}",
                           "/{session_id", "/{{session_id}}", "null.ts"}) {
    EXPECT_FALSE(OutputTemplate::parse(text)) << text;
  }
}

}  // namespace
}  // namespace gimbal

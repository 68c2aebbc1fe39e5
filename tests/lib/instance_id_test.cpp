#include "lib/base/instance_id.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gimbal {
namespace {

TEST(InstanceId, LettersDigitsAndThreeMarks) {
  for (const char* id : {"omega-0", "A", "7", "a.b_c-d", "1e5", "null", "true"}) {
    EXPECT_TRUE(is_instance_id(id)) << id;
  }
  EXPECT_TRUE(is_instance_id(std::string(64, 'x')));
}

TEST(InstanceId, NothingThatAShellAPathOrYamlReads) {
  for (const char* id :
       {"",     "-x",  ".x",   "_x",   "a b", "a\n",  "a#b",  "a/b", "a'b", "a\"b",
        "a: b", "a:b", "a{b}", "${A}", "é",   "a%2f", "a\tb", "*a",  "&a",  "!a"}) {
    EXPECT_FALSE(is_instance_id(id)) << id;
  }
  EXPECT_FALSE(is_instance_id(std::string(65, 'x')));
  EXPECT_FALSE(is_instance_id(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace gimbal

#include "lib/codec/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "lib/codec/json.hpp"

namespace gimbal {
namespace {

TEST(JsonWriter, WritesNestedValues) {
  JsonWriter json;
  json.begin_object().field("a", 1).field("b", "x").key("c").begin_array();
  json.value(0.5).value(true).null().begin_object().end_object().end_array();
  json.field("d", false).end_object();
  EXPECT_EQ(json.text(), R"({"a":1,"b":"x","c":[0.5,true,null,{}],"d":false})");
}

TEST(JsonWriter, EscapesAndRepairs) {
  JsonWriter json;
  json.begin_object().field("s", "q\" b\\ n\n t\t \x01 \xff é 😀 \xed\xa0\x80");
  json.end_object();
  JsonParser parser;
  auto object = parser.parse_object(json.text());
  ASSERT_TRUE(object) << json.text();
  const std::string back = FieldReader(*object).text("s", "");
  EXPECT_EQ(back.substr(0, 18), "q\" b\\ n\n t\t \x01 \xef\xbf\xbd ");
  EXPECT_NE(back.find("😀"), std::string::npos);
}

TEST(JsonWriter, EveryByteStringBecomesValidJson) {
  JsonParser parser;
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      const std::string raw{static_cast<char>(a), static_cast<char>(b), '\x90', '\x80'};
      JsonWriter json;
      json.begin_object().field("s", raw).end_object();
      EXPECT_TRUE(parser.parse_object(json.text())) << a << " " << b;
    }
  }
}

TEST(JsonWriter, NumbersThatJsonCannotSayAreNull) {
  JsonWriter json;
  json.begin_array().value(std::numeric_limits<double>::quiet_NaN()).end_array();
  EXPECT_EQ(json.text(), "[null]");
}

}  // namespace
}  // namespace gimbal

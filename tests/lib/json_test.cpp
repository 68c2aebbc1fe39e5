#include "lib/codec/json.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

std::string error_of(std::string_view text) {
  JsonParser parser;
  const auto result = parser.parse_object(text);
  return result ? "" : result.error();
}

TEST(JsonGate, TakesAnObject) {
  EXPECT_EQ(error_of(R"({"a": 1, "b": [true, null, "x"], "c": {"a": 1}})"), "");
}

TEST(JsonGate, RefusesWhatIsNotStrictJson) {
  for (const char* bad :
       {"", " ", "[]", "3", "{", "{\"a\":1}x", "{'a':1}", "{\"a\":0x10}", "{\"a\":01}",
        "{\"a\":NaN}", "{\"a\":1e999}", "{\"a\":1,}", "{\"a\":1}//c", "var x = {}",
        "{\"a\":\"\xff\"}", "{\"a\":\"\xc0\xaf\"}", "{\"a\":\"\n\"}"}) {
    EXPECT_NE(error_of(bad), "") << bad;
  }
}

TEST(JsonGate, SaysWhatIsWrongAndWhere) {
  const std::string no_word = ", which is no number that can be read, nor true, false or null";
  EXPECT_EQ(error_of("{\"a\":NaN}"), "the JSON text has 'NaN' at byte 6" + no_word);
  EXPECT_EQ(error_of("{\"a\\\"b\":[1, 1e999]}"), "the JSON text has '1e999' at byte 13" + no_word);
  EXPECT_EQ(error_of("{\n state: 1}"), "the JSON text has 'state' at byte 4" + no_word);
  EXPECT_EQ(error_of("{\"a\":\"\xc3\xa9\xff\"}"), "the JSON text is not valid UTF-8 at byte 9");
  EXPECT_EQ(error_of("{\"a\":1").find("the text is not valid JSON: "), 0U);
  EXPECT_EQ(error_of(" "), "expected a JSON object, got nothing");
}

TEST(JsonGate, RefusesDepthWithoutRecursion) {
  EXPECT_EQ(error_of(std::string(100'000, '[')),
            "the JSON text is nested deeper than 32 levels at byte 33");
  std::string deep;
  for (int i = 0; i < 40; ++i) {
    deep += "{\"a\":";
  }
  EXPECT_EQ(error_of(deep + "1" + std::string(40, '}')),
            "the JSON text is nested deeper than 32 levels at byte 161");
}

TEST(JsonGate, RefusesDuplicateKeysAnywhere) {
  EXPECT_EQ(error_of(R"({"a":1,"a":2})"), "a: Field stands there twice");
  EXPECT_EQ(error_of(R"({"a":[7,{"b":{"c":1,"d":2,"c":3}}]})"),
            "a[1].b.c: Field stands there twice");
  EXPECT_EQ(error_of("{\"a\":1,\"\\u0061\":2}"), "a: Field stands there twice");
}

TEST(JsonGate, RefusesLargeTexts) {
  EXPECT_NE(error_of("{\"a\":\"" + std::string(kMaxJsonBytes, 'x') + "\"}").find("larger"),
            std::string::npos);
}

TEST(JsonGate, AParserIsUsedAgain) {
  JsonParser parser;
  EXPECT_FALSE(parser.parse_object("{"));
  EXPECT_TRUE(parser.parse_object("{\"a\":\"" + std::string(100'000, 'x') + "\"}"));
  EXPECT_FALSE(parser.parse_object(std::string(2'000, '[')));
  EXPECT_TRUE(parser.parse_object("{}"));
}

TEST(JsonGate, TakesAListOfObjects) {
  JsonParser parser;
  const auto list = parser.parse_objects(R"([{"a":1},{"a":2}])");
  ASSERT_TRUE(list) << list.error();
  EXPECT_TRUE(list->is_list);
  ASSERT_EQ(list->items.size(), 2U);
  EXPECT_EQ(FieldReader(list->items[1]).number("a", 0), 2);
  const auto one = parser.parse_objects(R"({"a":1})");
  ASSERT_TRUE(one);
  EXPECT_FALSE(one->is_list);
  EXPECT_EQ(one->items.size(), 1U);
  EXPECT_TRUE(parser.parse_objects("[]"));
}

TEST(JsonGate, AListIsAsStrict) {
  JsonParser parser;
  EXPECT_EQ(parser.parse_objects(R"([{},7])").error(), "[1]: Input should be an object");
  EXPECT_EQ(parser.parse_objects(R"([{},{"a":1,"a":2}])").error(),
            "[1].a: Field stands there twice");
  EXPECT_EQ(parser.parse_objects("7").error(), "expected a JSON object, or a list of them");
  for (const std::string& bad :
       {std::string("[{}"), std::string("[{}]]"), std::string("[{\"a\":\"\xff\"}]"),
        std::string(100'000, '['), "[{\"a\":\"" + std::string(kMaxJsonBytes, 'x') + "\"}]"}) {
    EXPECT_FALSE(parser.parse_objects(bad)) << bad.substr(0, 40);
  }
}

class Fields : public testing::Test {
 protected:
  FieldReader read(std::string_view text) {
    auto object = parser_.parse_object(text);
    EXPECT_TRUE(object);
    return FieldReader(*object);
  }
  JsonParser parser_;
};

TEST_F(Fields, ReadsWhatIsThere) {
  FieldReader f = read(R"({"n":1.5,"i":7,"s":"text","b":true,"o":{"x":2}})");
  EXPECT_EQ(f.number("n", 0), 1.5);
  EXPECT_EQ(f.integer("i", 0, 0, 10), 7);
  EXPECT_EQ(f.required_text("s"), "text");
  EXPECT_TRUE(f.flag("b", false));
  ASSERT_TRUE(f.object("o"));
  EXPECT_TRUE(f.errors().empty());
}

TEST_F(Fields, LengthsAreCountedInCharacters) {
  FieldReader f = read(R"({"two":"é🏀","three":"ab\u20ac"})");
  EXPECT_EQ(f.text("two", "", {2, 2}), "é🏀");
  EXPECT_EQ(f.text("three", "", {3, 3}), "ab€");
  EXPECT_TRUE(f.errors().empty());
  f.text("two", "", {3, 9});
  f.text("three", "", {0, 2});
  ASSERT_EQ(f.errors().size(), 2U);
  EXPECT_EQ(f.errors()[0].message, "Input should have 3 to 9 characters");
}

TEST_F(Fields, ANameMayBeAWholeNumber) {
  FieldReader f = read(R"({"a":-1,"b":9223372036854775808,"c":18446744073709551615,"d":"e"})");
  EXPECT_EQ(f.name("a"), "-1");
  EXPECT_EQ(f.name("b"), "9223372036854775808");
  EXPECT_EQ(f.name("c"), "18446744073709551615");
  EXPECT_EQ(f.name("d"), "e");
  EXPECT_TRUE(f.errors().empty());
}

TEST_F(Fields, NullIsAbsent) {
  FieldReader f = read(R"({"n":null,"s":null})");
  EXPECT_EQ(f.number("n", 4), 4);
  EXPECT_EQ(f.text("s", "d"), "d");
  EXPECT_TRUE(f.errors().empty());
  f.required_text("s");
  ASSERT_EQ(f.errors().size(), 1U);
  EXPECT_EQ(f.errors()[0].type, "missing");
}

TEST_F(Fields, ReadsArrays) {
  FieldReader f = read(R"({"box":[1,2.5,3,4],"names":["a","b"],"o":{"p":{"x":"y"}}})");
  EXPECT_EQ(f.numbers("box", 4), (std::vector<double>{1, 2.5, 3, 4}));
  EXPECT_EQ(f.texts("names", 2), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_TRUE(f.numbers("gone", 4).empty());
  EXPECT_TRUE(f.errors().empty());
  f.numbers("box", 3);
  f.numbers("names", 2);
  f.texts("box", 9);
  f.texts("names", 1);
  auto part = f.part("o");
  ASSERT_TRUE(part);
  auto deeper = part->part("p");
  ASSERT_TRUE(deeper);
  deeper->number("x", 0);
  f.add_errors(*deeper);
  ASSERT_EQ(f.errors().size(), 5U);
  EXPECT_EQ(f.errors()[0].message, "Input should be an array of 3 numbers");
  EXPECT_EQ(f.errors()[1].message, "Input should be an array of 2 numbers");
  EXPECT_EQ(f.errors()[2].field, "box[0]");
  EXPECT_EQ(f.errors()[3].message, "Input should have at most 1 items");
  EXPECT_EQ(f.errors()[4].field, "o.p.x");
}

TEST_F(Fields, CollectsEveryError) {
  FieldReader f = read(R"({"n":"x","r":9,"s":3,"l":"long","i":1.5})");
  f.number("n", 0);
  f.number("r", 0, {0, 1});
  f.text("s", "");
  f.text("l", "", {0, 2});
  f.integer("i", 0, 0, 9);
  f.required_text("gone");
  ASSERT_EQ(f.errors().size(), 6U);
  EXPECT_EQ(f.errors()[1].message, "Input should be between 0 and 1");
  EXPECT_EQ(f.first_error(), "n: Input should be a number");
}

}  // namespace
}  // namespace gimbal

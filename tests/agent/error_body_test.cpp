#include "agent/http/error_body.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(ErrorBody, EscapesItsText) {
  EXPECT_EQ(error_body("no \"such\" job"), R"({"detail":"no \"such\" job"})");
}

TEST(ValidationBody, SaysWhereEachErrorIs) {
  EXPECT_EQ(validation_body(
                {{{}, "not JSON", "json_invalid"}, {{"profile", "scale"}, "bad", "value_error"}}),
            R"({"detail":[{"loc":["body"],"msg":"not JSON","type":"json_invalid"},)"
            R"({"loc":["body","profile","scale"],"msg":"bad","type":"value_error"}]})");
  EXPECT_EQ(validation_body({{{"targets", "12", "x"}, "bad", "value_error"}}),
            R"({"detail":[{"loc":["body","targets",12,"x"],"msg":"bad","type":"value_error"}]})");
}

TEST(AppendErrors, PutsThePathBeforeTheField) {
  JsonParser parser;
  const auto object = parser.parse_object(R"({"zoom": "x"})");
  ASSERT_TRUE(object);
  FieldReader fields(*object);
  fields.number("zoom", 1);
  std::vector<BodyError> errors;
  append_errors(errors, {"profile", "ptz"}, fields);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].path, (std::vector<std::string>{"profile", "ptz", "zoom"}));
  EXPECT_EQ(errors[0].type, "type_error");
}

}  // namespace
}  // namespace gimbal

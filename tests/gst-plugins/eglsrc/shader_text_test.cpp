// What drivers say about a shader, told in terms of the user's file.
#include "gst-plugins/eglsrc/shader_text.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

constexpr const char* kShader = "void mainImage(out vec4 c, in vec2 p) {\n  c = vec4(x);\n}\n";

std::string explain(const std::string& log) {
  return explain_shader_log("a.frag", kShader, log);
}

TEST(ShaderText, EveryDriversLogNamesFileAndLine) {
  EXPECT_EQ(explain("0:2(12): error: `x' undeclared\n"), "a.frag:2: `x' undeclared");
  EXPECT_EQ(explain("0(2) : error C1503: undefined variable \"x\"\n"),
            "a.frag:2: C1503: undefined variable \"x\"");
  EXPECT_EQ(explain("ERROR: 0:2: 'x' : undeclared identifier\n"),
            "a.frag:2: 'x' : undeclared identifier");
}

TEST(ShaderText, TheFirstErrorCountsAndWarningsDoNot) {
  EXPECT_EQ(explain("0:1(1): warning: slow\n0:2(3): error: bad\n0:3(1): error: worse\n"),
            "a.frag:2: bad");
}

TEST(ShaderText, WhatOurLastPieceTripsOverIsAtTheEndOfTheFile) {
  for (const char* log :
       {"0:1000002(1): error: unexpected '{'", "0:14(1): error: unexpected '{'"}) {
    const std::string text = explain(log);
    EXPECT_EQ(text.find("a.frag: at the end of the file: unexpected '{'"), 0U) << text;
    EXPECT_NE(text.find("void mainImage("), std::string::npos) << text;
  }
}

TEST(ShaderText, AFileWithoutMainImageIsToldWhatIsExpected) {
  const std::string text = explain_shader_log("a.frag", "void main() {}\n", "2:1(1): error: x");
  EXPECT_EQ(text.find("a.frag: there is no mainImage."), 0U) << text;
}

TEST(ShaderText, AnyLogIsTold) {
  EXPECT_EQ(explain("linking failed\n"), "a.frag: linking failed");
  EXPECT_EQ(explain(""), "a.frag: the driver refuses the shader and does not say why.");
  for (const char* log : {"\n\n", ":", "(", "1", "1:", "1(2", "ERROR:", "99999999999:1: x",
                          "1:99999999999(1): error: x", "1:-3: x"}) {
    EXPECT_EQ(explain(log).find("a.frag"), 0U) << log;
  }
}

}  // namespace
}  // namespace gimbal

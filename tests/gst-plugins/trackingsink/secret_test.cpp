#include "gst-plugins/trackingsink/secret.hpp"

#include <glib.h>
#include <gtest/gtest.h>

namespace gimbal::trackingsink {
namespace {

TEST(FitToShow, SecretsAndControlCharactersAreNotShown) {
  EXPECT_EQ(fit_to_show("bad key hunter2, hunter2\n at http://u:p@host/?token=x", "hunter2"),
            "bad key ***, ***  at http://***@host/?token=***");
}

TEST(FitToShow, ASecretWithJsonsEscapesIsNotShown) {
  const std::string secret = R"(ab/c"d\e<)";
  for (const char* said : {R"(ab/c"d\e<)", R"(ab\/c\"d\\e<)", R"(\u0061b/c\u0022d\u005Ce\u003c)"}) {
    EXPECT_EQ(fit_to_show("{\"" + std::string(said) + "\"}", secret), "{\"***\"}") << said;
  }
  for (const char* other :
       {R"(ab)", R"(ab\)", R"(ab\u)", R"(ab\u002)", R"(ab\u012f)", R"(ab/c"d\\f)"}) {
    EXPECT_EQ(fit_to_show(other, secret), other);
  }
}

TEST(ShownAddress, HasNoCredentialsEvenWhereItIsNoUrl) {
  EXPECT_EQ(shown_address("http://host:9001/a"), "http://host:9001/a");
  EXPECT_EQ(shown_address("http://host/?token=x"), "http://host/?token=***");
  EXPECT_EQ(shown_address("http://me:hunter2@host/?token=x"), "http://***@host/?token=***");
  EXPECT_EQ(shown_address("me:hunter2@host"), "***@host");
  EXPECT_EQ(shown_address("hunter2@host"), "***@host");
  EXPECT_EQ(shown_address("hunter2://@host"), "***@host");
  EXPECT_EQ(shown_address("mqtt://me:hun/ter2@host"), "mqtt://***@host");
  EXPECT_EQ(shown_address("mqtt://me:hunt@er?2@host:1"), "mqtt://***@host:1");
  EXPECT_EQ(shown_address("mqtt:/me:hunter2@host"), "***@host");
}

TEST(FitToShow, IsShortAndUtf8) {
  const std::string shown = fit_to_show(std::string(299, 'a') + "\xc3\xa9" + "tail", "");
  EXPECT_LT(shown.size(), 310U);
  EXPECT_NE(g_utf8_validate(shown.c_str(), -1, nullptr), FALSE);
}

}  // namespace
}  // namespace gimbal::trackingsink

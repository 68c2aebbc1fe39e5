#include "gst-plugins/trackingsink/secret.hpp"

#include <glib.h>
#include <gtest/gtest.h>

namespace gimbal::trackingsink {
namespace {

TEST(FitToShow, SecretsAndControlCharactersAreNotShown) {
  EXPECT_EQ(fit_to_show("bad key hunter2, hunter2\n at http://u:p@host/?token=x", "hunter2"),
            "bad key ***, ***  at http://***@host/?token=***");
}

TEST(FitToShow, IsShortAndUtf8) {
  const std::string shown = fit_to_show(std::string(299, 'a') + "\xc3\xa9" + "tail", "");
  EXPECT_LT(shown.size(), 310U);
  EXPECT_NE(g_utf8_validate(shown.c_str(), -1, nullptr), FALSE);
}

}  // namespace
}  // namespace gimbal::trackingsink

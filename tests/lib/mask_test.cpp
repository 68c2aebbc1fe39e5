#include "lib/base/mask.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(MaskCredentials, HidesTheUserPart) {
  EXPECT_EQ(mask_credentials("rtsp://joe:pw@h/x"), "rtsp://***@h/x");
  EXPECT_EQ(mask_credentials("rtsp://joe@h"), "rtsp://***@h");
  EXPECT_EQ(mask_credentials("rtsp://joe:p@ss@h/a@b"), "rtsp://***@h/a@b");
  EXPECT_EQ(mask_credentials("cannot open 'rtsp://a:b@h/x', nor http://c:d@i/."),
            "cannot open 'rtsp://***@h/x', nor http://***@i/.");
}

TEST(MaskCredentials, HidesSecretParameters) {
  EXPECT_EQ(mask_credentials("srt://h:1?mode=caller&passphrase=abc#f"),
            "srt://h:1?mode=caller&passphrase=***#f");
  EXPECT_EQ(mask_credentials("https://h/x?Token=abc&n=1 failed"),
            "https://h/x?Token=***&n=1 failed");
  EXPECT_EQ(mask_credentials("http://h/?u=http://a:b@c/&key=k"),
            "http://h/?u=http://***@c/&key=***");
}

TEST(MaskCredentials, LeavesTheRest) {
  for (const char* text :
       {"", "scene:court", "mail a@b", "file:///a@b", "http://h/?q=a@b", "://"}) {
    EXPECT_EQ(mask_credentials(text), text);
  }
}

}  // namespace
}  // namespace gimbal

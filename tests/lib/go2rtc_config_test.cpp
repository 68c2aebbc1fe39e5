#include "lib/codec/go2rtc_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gimbal {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Go2rtcConfig, NamesEachExecutableOnceAndEachStreamWithItsParameters) {
  const std::string text =
      go2rtc_config({{"a-0", "/x stream", "/x"}, {"a-1", "/x stream", "/x"}, {"b", "/y", "/y"}});
  EXPECT_THAT(text, HasSubstr("exec:\n  allow_paths:\n    - \"/x\"\n    - \"/y\"\n\n"));
  EXPECT_THAT(text, HasSubstr("streams:\n"
                              "  \"a-0\": \"exec:/x stream#killsignal=15#killtimeout=5\"\n"
                              "  \"a-1\": \"exec:/x stream#killsignal=15#killtimeout=5\"\n"
                              "  \"b\": \"exec:/y#killsignal=15#killtimeout=5\"\n"));
}

TEST(Go2rtcConfig, ListensOnLoopbackOnly) {
  const std::string text = go2rtc_config({});
  for (const char* section : {"api:\n  listen: \"127.0.0.1:", "rtsp:\n  listen: \"127.0.0.1:",
                              "webrtc:\n  listen: \"127.0.0.1:", "srtp:\n  listen: \"\"\n"}) {
    EXPECT_THAT(text, HasSubstr(section));
  }
}

TEST(Go2rtcConfig, QuotesAreEscapedAndNoVariableIsLeft) {
  const std::string text = go2rtc_config({{"n", "\"/a b\" ${HOME} \\\n- x: y", "/a b"}});
  EXPECT_THAT(text, HasSubstr("\"exec:\\\"/a b\\\" \\x24{HOME} \\\\\\n- x: y#kill"));
  EXPECT_THAT(text, Not(HasSubstr("$")));
}

}  // namespace
}  // namespace gimbal

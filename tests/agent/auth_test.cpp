#include "agent/http/auth.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(CheckBearer, WithoutAKeyEverybodyMay) {
  EXPECT_EQ(check_bearer("", ""), KeyCheck::kAllowed);
  EXPECT_EQ(check_bearer("Bearer x", ""), KeyCheck::kAllowed);
}

TEST(CheckBearer, TheKeyMustBeTheWholeKey) {
  EXPECT_EQ(check_bearer("Bearer secret", "secret"), KeyCheck::kAllowed);
  EXPECT_EQ(check_bearer("bearer  secret ", "secret"), KeyCheck::kAllowed);
  EXPECT_EQ(check_bearer("Bearer secre", "secret"), KeyCheck::kWrong);
  EXPECT_EQ(check_bearer("Bearer secrets", "secret"), KeyCheck::kWrong);
  EXPECT_EQ(check_bearer("Bearer secretsecret", "secret"), KeyCheck::kWrong);
  EXPECT_EQ(check_bearer("Bearer Secret", "secret"), KeyCheck::kWrong);
}

TEST(CheckBearer, AnotherSchemeIsNoKey) {
  for (const char* header : {"", "Bearer", "Bearer ", "Basic secret", "secret", "Bearersecret"}) {
    EXPECT_EQ(check_bearer(header, "secret"), KeyCheck::kMissing) << header;
  }
}

TEST(IsLoopbackHost, KnowsTheNamesOfLoopback) {
  for (const char* host : {"localhost", "LocalHost:9001", "127.0.0.1", "127.0.0.1:9001",
                           "127.1.2.3:1", "[::1]", "[::1]:9001"}) {
    EXPECT_TRUE(is_loopback_host(host)) << host;
  }
}

TEST(IsLoopbackHost, IsNotTakenIn) {
  for (const char* host : {"", "example", "127.0.0.1.example", "localhost.example:9001",
                           "192.168.0.1", "[::2]", "127.0.0.1@example"}) {
    EXPECT_FALSE(is_loopback_host(host)) << host;
  }
}

TEST(IsSameOrigin, ComparesHostAndPort) {
  EXPECT_TRUE(is_same_origin("", "127.0.0.1:9001"));
  EXPECT_TRUE(is_same_origin("http://127.0.0.1:9001", "127.0.0.1:9001"));
  EXPECT_TRUE(is_same_origin("https://Cam.example", "cam.example"));
  EXPECT_FALSE(is_same_origin("http://127.0.0.1:8080", "127.0.0.1:9001"));
  EXPECT_FALSE(is_same_origin("http://evil.example", "127.0.0.1:9001"));
  EXPECT_FALSE(is_same_origin("null", "127.0.0.1:9001"));
}

}  // namespace
}  // namespace gimbal

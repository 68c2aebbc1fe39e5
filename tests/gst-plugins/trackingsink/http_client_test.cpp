#include "gst-plugins/trackingsink/http_client.hpp"

#include <gtest/gtest.h>

#include "tests/gst-plugins/trackingsink/fake_runner.hpp"

namespace gimbal::trackingsink {
namespace {

using IfTwice = HttpClient::IfTwice;

/// One that is sent over a connection that is kept may be sent again, where that has been closed.
TEST(HttpClient, WhatMustNotComeTwiceGoesOverAConnectionOfItsOwn) {
  FakeRunner runner;
  HttpClient client(runner.url() + "/call", "");
  for (const IfTwice if_twice : {IfTwice::kHarmless, IfTwice::kHarmless, IfTwice::kHarmful}) {
    EXPECT_EQ(client.post("{}", std::chrono::seconds(5), if_twice).status, 200);
  }
  const auto pushes = runner.pushes(3);
  ASSERT_EQ(pushes.size(), 3U);
  EXPECT_EQ(pushes[0].client, pushes[1].client);
  EXPECT_NE(pushes[1].client, pushes[2].client);
}

}  // namespace
}  // namespace gimbal::trackingsink

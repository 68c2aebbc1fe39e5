#include "gst-plugins/trackingsink/runner_target.hpp"

#include <glib.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace gimbal::trackingsink {
namespace {

TEST(RunnerTarget, TheCallFollowsTheBase) {
  for (const char* url : {"http://host:9001", "http://host:9001/", "https://host/a/b//"}) {
    const auto target = runner_target(url, "job", "key");
    ASSERT_TRUE(target) << target.error();
    EXPECT_EQ(target->url, target->base_url + "/runner/tracking/update");
  }
  EXPECT_EQ(runner_target("https://host/a/b//", "job", "")->url,
            "https://host/a/b/runner/tracking/update");
}

TEST(RunnerTarget, WhatIsNoAddressSaysWhatToSet) {
  for (const char* url : {"", "host:9001", "ftp://host", "http://", "http://host?a=b",
                          "http://host#a", "rtsp://host", "http://ho st"}) {
    const auto target = runner_target(url, "job", "");
    ASSERT_FALSE(target) << url;
    EXPECT_NE(target.error().find("Set runner-url"), std::string::npos) << target.error();
  }
  EXPECT_NE(runner_target("http://host", "", "").error().find("job-id"), std::string::npos);
}

TEST(RunnerTarget, CredentialsInTheAddressAreRefusedAndNotShown) {
  const auto target = runner_target("http://me:hunter2@host", "job", "");
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().find("hunter2"), std::string::npos) << target.error();
}

class ApiKey : public testing::Test {
 protected:
  ApiKey() { g_unsetenv("RUNNER_API_KEY"); }
  ~ApiKey() override { std::filesystem::remove(path); }

  void write(const std::string& text) const { std::ofstream(path, std::ios::binary) << text; }

  const std::string path =
      std::filesystem::temp_directory_path() / ("gimbal-key-" + std::to_string(g_random_int()));
};

TEST_F(ApiKey, ComesFromThePropertyThenAFileThenTheEnvironment) {
  EXPECT_EQ(*find_api_key("", ""), "");
  g_setenv("RUNNER_API_KEY", " of-environment\n", TRUE);
  EXPECT_EQ(*find_api_key("", ""), "of-environment");
  write("of-file\r\n");
  EXPECT_EQ(*find_api_key("", path), "of-file");
  EXPECT_EQ(*find_api_key("of-property", path), "of-property");
}

TEST_F(ApiKey, AFileThatHoldsNoneIsRefused) {
  EXPECT_FALSE(find_api_key("", path));  // not there
  for (const std::string& text :
       {std::string(), std::string(" \n"), std::string(5000, 'k'), std::string("hunter2\nmore")}) {
    write(text);
    const auto key = find_api_key("", path);
    ASSERT_FALSE(key) << text;
    EXPECT_NE(key.error().find(path), std::string::npos) << key.error();
    EXPECT_EQ(key.error().find("hunter2"), std::string::npos) << key.error();
  }
}

TEST_F(ApiKey, NoneCanBringAHeaderAlong) {
  const auto key = find_api_key("hunter2\r\nHost: elsewhere", "");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().find("hunter2"), std::string::npos) << key.error();
}

}  // namespace
}  // namespace gimbal::trackingsink

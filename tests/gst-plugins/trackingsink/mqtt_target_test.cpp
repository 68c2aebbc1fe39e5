#include "gst-plugins/trackingsink/mqtt_target.hpp"

#include <glib.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace gimbal::trackingsink {
namespace {

MqttWishes wishes(const std::string& url) {
  MqttWishes made;
  made.url = url;
  made.job_id = "court";
  return made;
}

bool says(const Result<MqttTarget>& target, const std::string& what) {
  return !target && target.error().find(what) != std::string::npos &&
         target.error().find("hunter2") == std::string::npos;
}

class MqttTargetTest : public testing::Test {
 protected:
  MqttTargetTest() { g_unsetenv("GIMBAL_MQTT_PASSWORD"); }
};

TEST_F(MqttTargetTest, AnAddressIsSchemeHostAndPort) {
  const auto plain = mqtt_target(wishes("mqtt://broker"));
  ASSERT_TRUE(plain) << plain.error();
  EXPECT_EQ(plain->host, "broker");
  EXPECT_EQ(plain->port, 1883);
  EXPECT_FALSE(plain->tls);
  const auto tls = mqtt_target(wishes("mqtts://[::1]/"));
  ASSERT_TRUE(tls) << tls.error();
  EXPECT_EQ(tls->host, "::1");
  EXPECT_EQ(tls->port, 8883);
  EXPECT_TRUE(tls->tls);
  EXPECT_EQ(tls->url, "mqtts://[::1]");
  EXPECT_EQ(mqtt_target(wishes("mqtt://broker:1"))->port, 1);
}

TEST_F(MqttTargetTest, WhatIsNoAddressSaysWhatToSet) {
  for (const char* url : {"", "broker:1883", "tcp://broker", "mqtt://", "mqtt://broker:0",
                          "mqtt://broker:99999", "mqtt://broker/topic", "mqtt://broker?a=b",
                          "mqtt://broker#a", "mqtt://bro ker", "mqtt://me:hunter2@broker"}) {
    EXPECT_TRUE(says(mqtt_target(wishes(url)), "Set mqtt-url")) << url;
  }
}

TEST_F(MqttTargetTest, TheTopicIsTheJobsUnlessItIsSet) {
  auto wish = wishes("mqtt://broker");
  EXPECT_EQ(mqtt_target(wish)->topic, "gimbal/court/tracking");
  EXPECT_EQ(mqtt_target(wish)->availability_topic, "gimbal/court/tracking/available");
  wish.topic = "hall/caméra";
  EXPECT_EQ(mqtt_target(wish)->topic, "hall/caméra");
  wish.topic = "";
  wish.job_id = "";
  EXPECT_TRUE(says(mqtt_target(wish), "Set mqtt-topic"));
}

TEST_F(MqttTargetTest, WhatNobodyCanPublishOnIsRefused) {
  auto wish = wishes("mqtt://broker");
  wish.topic = std::string(65525, 'a');
  EXPECT_TRUE(mqtt_target(wish));
  for (const std::string& topic :
       {std::string("a/+/b"), std::string("a/#"), std::string("a\nb"), std::string("a\xff"),
        std::string("a\xc2\x85"), std::string("a\xef\xbf\xbe"), std::string(65526, 'a')}) {
    wish.topic = topic;
    EXPECT_TRUE(says(mqtt_target(wish), "Set mqtt-topic")) << topic.substr(0, 20);
  }
  wish.topic = "";
  wish.job_id = "#";
  EXPECT_TRUE(says(mqtt_target(wish), "Set mqtt-topic"));
}

TEST_F(MqttTargetTest, ThePasswordComesFromThePropertyThenAFileThenTheEnvironment) {
  const auto path =
      std::filesystem::temp_directory_path() / ("gimbal-mqtt-" + std::to_string(g_random_int()));
  auto wish = wishes("mqtt://broker");
  wish.username = "me";
  EXPECT_EQ(mqtt_target(wish)->password, "");
  g_setenv("GIMBAL_MQTT_PASSWORD", "of-environment", TRUE);
  EXPECT_EQ(mqtt_target(wish)->password, "of-environment");
  std::ofstream(path) << "of a file\n";
  wish.password_file = path;
  EXPECT_EQ(mqtt_target(wish)->password, "of a file");
  wish.password = "of-property";
  EXPECT_EQ(mqtt_target(wish)->password, "of-property");
  std::filesystem::remove(path);
  wish.password = "";
  EXPECT_TRUE(says(mqtt_target(wish), "mqtt-password-file"));
}

TEST_F(MqttTargetTest, APasswordWantsAUserAndIsNotShown) {
  auto wish = wishes("mqtt://broker");
  wish.password = "hunter2";
  EXPECT_TRUE(says(mqtt_target(wish), "Set mqtt-username"));
  wish.username = "me\n";
  EXPECT_TRUE(says(mqtt_target(wish), "Set mqtt-username"));
  wish.username = "me";
  wish.password = "hunter2" + std::string(65535, 'x');
  EXPECT_TRUE(says(mqtt_target(wish), "mqtt-password"));
}

}  // namespace
}  // namespace gimbal::trackingsink

#include <gtest/gtest.h>

#include "gst-plugins/trackingsink/mqtt_destination.hpp"

namespace gimbal::trackingsink {
namespace {

TEST(MqttMissing, SaysWhatToDo) {
  const auto destination = mqtt_destination({}, {});
  ASSERT_FALSE(destination);
  EXPECT_NE(destination.error().find("-Dmqtt=enabled"), std::string::npos) << destination.error();
}

}  // namespace
}  // namespace gimbal::trackingsink

// In place of the MQTT publisher where libmosquitto is missing.
#include "gst-plugins/trackingsink/mqtt_destination.hpp"

namespace gimbal::trackingsink {

// NOLINTNEXTLINE(performance-unnecessary-value-param): the publisher keeps it.
Result<MakeDestination> mqtt_destination(MqttTarget, std::chrono::nanoseconds) {
  return Error{
      "mqtt-url is set, but this trackingsink was built without MQTT: install libmosquitto-dev and "
      "build it again with -Dmqtt=enabled, or leave mqtt-url empty"};
}

}  // namespace gimbal::trackingsink

// Makes the destination of mqtt-url; all of MQTT that there is where libmosquitto is missing.
#pragma once

#include <chrono>

#include "gst-plugins/trackingsink/destination.hpp"
#include "gst-plugins/trackingsink/mqtt_target.hpp"
#include "lib/base/result.hpp"

namespace gimbal::trackingsink {

/// `timeout`: of one push. The error where this was built without libmosquitto.
Result<MakeDestination> mqtt_destination(MqttTarget target, std::chrono::nanoseconds timeout);

}  // namespace gimbal::trackingsink

// What an MQTT broker's refusal or silence means, in words that tell the user what to do.
#pragma once

#include <string_view>

#include "gst-plugins/trackingsink/mqtt_target.hpp"
#include "gst-plugins/trackingsink/push_report.hpp"

namespace gimbal::trackingsink {

/// The broker refused the connection. `code`: of its CONNACK (MQTT 3.1.1, table 3.1).
PushOutcome refused(const MqttTarget& target, int code);

/// No acknowledgement came. `reason`: what the network said.
PushOutcome no_answer(const MqttTarget& target, std::string_view reason);

}  // namespace gimbal::trackingsink

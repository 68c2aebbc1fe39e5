#include "gst-plugins/trackingsink/mqtt_answer.hpp"

#include <string>

#include "gst-plugins/trackingsink/secret.hpp"

namespace gimbal::trackingsink {

namespace {

constexpr int kBadProtocol = 1;
constexpr int kBadClientId = 2;
constexpr int kUnavailable = 3;
constexpr int kBadLogin = 4;
constexpr int kNotAuthorized = 5;

PushOutcome failure(const MqttTarget& target, int code, const std::string& text) {
  return {code, fit_to_show("The MQTT broker at " + target.url + " " + text, target.password)};
}

std::string what_to_do(const MqttTarget& target, int code) {
  switch (code) {
    case kBadProtocol:
      return "does not speak MQTT 3.1.1";
    case kBadClientId:
      return "does not take the name of this client";
    case kUnavailable:
      return "says that it is not available";
    case kBadLogin:
    case kNotAuthorized:
      return target.username.empty()
                 ? "wants a user: set mqtt-username, and mqtt-password, mqtt-password-file or "
                   "GIMBAL_MQTT_PASSWORD"
                 : "does not take this user and password: check mqtt-username, and "
                   "mqtt-password, mqtt-password-file or GIMBAL_MQTT_PASSWORD";
    default:
      return "refuses the connection";
  }
}

}  // namespace

PushOutcome refused(const MqttTarget& target, int code) {
  return failure(target, code, what_to_do(target, code) + " (" + std::to_string(code) + ")");
}

PushOutcome no_answer(const MqttTarget& target, std::string_view reason) {
  return failure(target, 0, "gave no answer: " + std::string(reason));
}

}  // namespace gimbal::trackingsink

// Which MQTT broker, as whom, and on which topic: checked before anything is sent.
#pragma once

#include <string>

#include "lib/base/result.hpp"

namespace gimbal::trackingsink {

struct MqttTarget {
  std::string url;  ///< as the user knows it, without credentials: fit to be shown
  std::string host;
  int port = 0;
  bool tls = false;
  std::string username;  ///< empty: nobody
  std::string password;  ///< never shown
  std::string topic;
  std::string availability_topic;  ///< where "online" and "offline" are said
  int qos = 1;                     ///< 0 to 2
  bool retain = true;
};

/// What a user sets.
struct MqttWishes {
  std::string url;            ///< mqtt://host[:1883] or mqtts://host[:8883]
  std::string topic;          ///< empty: gimbal/<job-id>/tracking
  std::string job_id;         ///< of use for that alone
  std::string username;       ///< empty: nobody
  std::string password;       ///< empty: what is in the file, else in GIMBAL_MQTT_PASSWORD
  std::string password_file;  ///< empty: none
};

/// The error names the property to set, and shows no credentials.
Result<MqttTarget> mqtt_target(const MqttWishes& wishes);

}  // namespace gimbal::trackingsink

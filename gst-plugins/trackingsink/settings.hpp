// What a user of trackingsink sets.
#pragma once

#include <gst/gst.h>

#include <string>

#include "lib/codec/tracking_formats/tracking_format.hpp"

namespace gimbal::trackingsink {

inline constexpr GstClockTime kDefaultInterval = 200 * GST_MSECOND;
inline constexpr GstClockTime kDefaultTimeout = 2 * GST_SECOND;
inline constexpr int kDefaultQos = 1;

struct Settings {
  std::string runner_url;  // as it was set: it may hold a password, and must not be shown
  std::string job_id;
  std::string api_key;  // never shown
  std::string api_key_file;
  std::string mqtt_url;  // as runner_url
  std::string mqtt_topic;
  std::string mqtt_username;
  std::string mqtt_password;  // never shown
  std::string mqtt_password_file;
  int mqtt_qos = kDefaultQos;
  bool mqtt_retain = true;
  GstClockTime interval = kDefaultInterval;
  GstClockTime timeout = kDefaultTimeout;
  std::string source;  // empty: what the records say
  TrackingFormat format = TrackingFormat::kAuto;
  int width = 0;
  int height = 0;
  int rate_numerator = 0;
  int rate_denominator = 1;
  std::string camera;
};

}  // namespace gimbal::trackingsink

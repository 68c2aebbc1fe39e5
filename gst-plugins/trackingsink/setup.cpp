#include "gst-plugins/trackingsink/setup.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "gst-plugins/trackingsink/mqtt_destination.hpp"
#include "gst-plugins/trackingsink/mqtt_target.hpp"
#include "gst-plugins/trackingsink/runner_pusher.hpp"
#include "gst-plugins/trackingsink/runner_target.hpp"

namespace gimbal::trackingsink {

namespace {

std::string check(const Settings& settings) {
  constexpr glong kShortest = 2;
  constexpr glong kLongest = 32;
  const auto length = g_utf8_validate(settings.source.c_str(), -1, nullptr) != FALSE
                          ? g_utf8_strlen(settings.source.c_str(), -1)
                          : 0;
  const bool fits = settings.source.empty() || (length >= kShortest && length <= kLongest);
  if (!fits) {
    return "Set source to a name of 2 to 32 characters, or to none";
  }
  return settings.runner_url.empty() && settings.mqtt_url.empty()
             ? "Set runner-url to where a runner is, such as http://127.0.0.1:9001, or mqtt-url to "
               "where an MQTT broker is, such as mqtt://127.0.0.1"
             : "";
}

Result<MakeDestination> runner_of(const Settings& settings) {
  const auto key = find_api_key(settings.api_key, settings.api_key_file);
  if (!key) {
    return Error{key.error()};
  }
  auto target = runner_target(settings.runner_url, settings.job_id, *key);
  return target ? Result(runner_destination(std::move(*target),
                                            std::chrono::nanoseconds(settings.timeout)))
                : Error{target.error()};
}

Result<MakeDestination> mqtt_of(const Settings& settings) {
  auto target = mqtt_target(MqttWishes{settings.mqtt_url, settings.mqtt_topic, settings.job_id,
                                       settings.mqtt_username, settings.mqtt_password,
                                       settings.mqtt_password_file});
  if (!target) {
    return Error{target.error()};
  }
  target->qos = settings.mqtt_qos;
  target->retain = settings.mqtt_retain;
  return mqtt_destination(std::move(*target), std::chrono::nanoseconds(settings.timeout));
}

}  // namespace

TrackingSource video_of(const Settings& settings, const GstStructure* caps) {
  TrackingSource video;
  if (caps != nullptr) {
    int numerator = 0;
    int denominator = 1;
    gst_structure_get_int(caps, "width", &video.width);
    gst_structure_get_int(caps, "height", &video.height);
    gst_structure_get_fraction(caps, "framerate", &numerator, &denominator);
    video.frame_rate = static_cast<double>(numerator) / denominator;
  }
  return completed(
      {settings.width, settings.height,
       static_cast<double>(settings.rate_numerator) / settings.rate_denominator, settings.camera},
      video);
}

Result<Destinations> destinations_of(const Settings& settings) {
  if (std::string wrong = check(settings); !wrong.empty()) {
    return Error{std::move(wrong)};
  }
  Destinations destinations;
  if (!settings.runner_url.empty()) {
    auto runner = runner_of(settings);
    if (!runner) {
      return Error{runner.error()};
    }
    destinations.runner = std::move(*runner);
  }
  if (!settings.mqtt_url.empty()) {
    auto mqtt = mqtt_of(settings);
    if (!mqtt) {
      return Error{mqtt.error()};
    }
    destinations.mqtt = std::move(*mqtt);
  }
  return destinations;
}

}  // namespace gimbal::trackingsink

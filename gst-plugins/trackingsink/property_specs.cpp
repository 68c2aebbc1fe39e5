#include "gst-plugins/trackingsink/property_specs.hpp"

#include <gst/gst.h>

#include "gst-plugins/common/tracking_format_type.hpp"
#include "gst-plugins/trackingsink/settings.hpp"

namespace gimbal::trackingsink {

namespace {

constexpr auto kWhenReady =
    static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY);
/// Whoever can read a property can show it: logs, gst-inspect-1.0, dumps of pipelines.
constexpr auto kSecret =
    static_cast<GParamFlags>(G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY);
constexpr auto kReadOnly = static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

constexpr int kMaxSide = 32768;
constexpr GstClockTime kMaxInterval = 3600 * GST_SECOND;
constexpr GstClockTime kMinTimeout = GST_MSECOND;
constexpr GstClockTime kMaxTimeout = 60 * GST_SECOND;
constexpr int kMaxStatus = 999;
constexpr int kMaxQos = 2;

void install_text(GObjectClass* object_class, Property id, const char* name, const char* nick,
                  const char* text, GParamFlags flags) {
  g_object_class_install_property(object_class, id,
                                  g_param_spec_string(name, nick, text, "", flags));
}

void install_count(GObjectClass* object_class, Property id, const char* name, const char* nick,
                   const char* text) {
  g_object_class_install_property(
      object_class, id, g_param_spec_uint64(name, nick, text, 0, G_MAXUINT64, 0, kReadOnly));
}

void install_runner(GObjectClass* object_class) {
  install_text(object_class, kPropRunnerUrl, "runner-url", "Runner URL",
               "Where the runner is, such as http://127.0.0.1:9001 (empty: none)", kWhenReady);
  install_text(object_class, kPropJobId, "job-id", "Job",
               "The runner's job that the records are about; part of the topic where mqtt-topic is "
               "not set",
               kWhenReady);
  install_text(object_class, kPropApiKey, "api-key", "API key",
               "The runner's key (empty: api-key-file, else the environment variable "
               "RUNNER_API_KEY, else none). It cannot be read back",
               kSecret);
  install_text(object_class, kPropApiKeyFile, "api-key-file", "API key file",
               "A file that holds the runner's key, where api-key is not set", kWhenReady);
}

void install_mqtt(GObjectClass* object_class) {
  install_text(object_class, kPropMqttUrl, "mqtt-url", "MQTT URL",
               "Where the MQTT broker is, such as mqtt://127.0.0.1, or mqtts:// for TLS (empty: "
               "none)",
               kWhenReady);
  install_text(object_class, kPropMqttTopic, "mqtt-topic", "MQTT topic",
               "The topic of the records (empty: gimbal/<job-id>/tracking). The topic /available "
               "beneath it says whether they are kept up to date",
               kWhenReady);
  install_text(object_class, kPropMqttUsername, "mqtt-username", "MQTT user",
               "As whom to connect (empty: nobody)", kWhenReady);
  install_text(object_class, kPropMqttPassword, "mqtt-password", "MQTT password",
               "The user's password (empty: mqtt-password-file, else the environment variable "
               "GIMBAL_MQTT_PASSWORD, else none). It cannot be read back",
               kSecret);
  install_text(object_class, kPropMqttPasswordFile, "mqtt-password-file", "MQTT password file",
               "A file that holds the password, where mqtt-password is not set", kWhenReady);
  g_object_class_install_property(
      object_class, kPropMqttQos,
      g_param_spec_int("mqtt-qos", "MQTT QoS",
                       "How the broker acknowledges a record: 0 not at all, 1 at least once, 2 "
                       "exactly once",
                       0, kMaxQos, kDefaultQos, kWhenReady));
  g_object_class_install_property(
      object_class, kPropMqttRetain,
      g_param_spec_boolean("mqtt-retain", "MQTT retain",
                           "Whether the broker keeps the last record for those who come later",
                           TRUE, kWhenReady));
}

void install_pace(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, kPropInterval,
      g_param_spec_uint64("interval", "Interval",
                          "Least time between the starts of two pushes, in nanoseconds", 0,
                          kMaxInterval, kDefaultInterval, kWhenReady));
  g_object_class_install_property(
      object_class, kPropTimeout,
      g_param_spec_uint64("timeout", "Timeout",
                          "How long a push to a runner or a broker may take, in nanoseconds. The "
                          "end of the stream waits for two at most",
                          kMinTimeout, kMaxTimeout, kDefaultTimeout, kWhenReady));
}

void install_records(GObjectClass* object_class) {
  install_text(object_class, kPropSource, "source", "Source",
               "What records say their source is, 2 to 32 characters (empty: what the detector "
               "says)",
               kWhenReady);
  g_object_class_install_property(
      object_class, kPropFormat,
      g_param_spec_enum("format", "Format", "What text that flows in is", tracking_format_type(),
                        static_cast<int>(TrackingFormat::kAuto), kWhenReady));
  g_object_class_install_property(
      object_class, kPropWidth,
      g_param_spec_int("width", "Width",
                       "Width in pixels of the picture that the detector saw, for formats in "
                       "pixels that do not say it (0: as the caps say)",
                       0, kMaxSide, 0, kWhenReady));
  g_object_class_install_property(object_class, kPropHeight,
                                  g_param_spec_int("height", "Height", "Height in pixels, as width",
                                                   0, kMaxSide, 0, kWhenReady));
  g_object_class_install_property(
      object_class, kPropFramerate,
      gst_param_spec_fraction("framerate", "Frame rate",
                              "Frames a second of the detector's video, for formats that number "
                              "frames (0/1: as the caps say)",
                              0, 1, G_MAXINT, 1, 0, 1, kWhenReady));
  install_text(object_class, kPropCamera, "camera", "Camera",
               "The camera to take, where the detector's messages name several", kWhenReady);
}

void install_facts(GObjectClass* object_class) {
  install_count(object_class, kPropPushed, "pushed", "Pushed", "Records that the runner took");
  install_count(object_class, kPropSuperseded, "superseded", "Superseded",
                "Records that a newer one took the place of before the runner had them");
  install_count(object_class, kPropDropped, "dropped", "Dropped",
                "Records that were given up at the end of the stream or a stop");
  install_count(object_class, kPropFailed, "failed", "Failed", "Pushes that failed");
  install_count(object_class, kPropRecordsRefused, "records-refused", "Records refused",
                "Messages that flowed in and could not be read");
  g_object_class_install_property(
      object_class, kPropLastStatus,
      g_param_spec_int("last-status", "Last status",
                       "HTTP status of the newest push (0: there was no answer, or no push)", 0,
                       kMaxStatus, 0, kReadOnly));
  install_text(object_class, kPropLastError, "last-error", "Last error",
               "Why the newest push that failed did (empty: none has)", kReadOnly);
  install_text(object_class, kPropHealth, "health", "Health",
               "How the newest push went: healthy, unhealthy, or unknown before the first",
               kReadOnly);
}

void install_mqtt_facts(GObjectClass* object_class) {
  install_count(object_class, kPropMqttPublished, "mqtt-published", "MQTT published",
                "Records that the broker acknowledged, with QoS 0 those that were sent");
  install_count(object_class, kPropMqttSuperseded, "mqtt-superseded", "MQTT superseded",
                "Records that a newer one took the place of before the broker had them");
  install_count(object_class, kPropMqttDropped, "mqtt-dropped", "MQTT dropped",
                "Records that were given up at the end of the stream or a stop");
  install_count(object_class, kPropMqttFailed, "mqtt-failed", "MQTT failed",
                "Tries to publish a record that failed");
  install_text(object_class, kPropMqttLastError, "mqtt-last-error", "MQTT last error",
               "Why the newest try to publish that failed did (empty: none has)", kReadOnly);
  install_text(object_class, kPropMqttHealth, "mqtt-health", "MQTT health",
               "How the newest try to publish went, as health", kReadOnly);
}

}  // namespace

void install_properties(GObjectClass* object_class) {
  install_runner(object_class);
  install_mqtt(object_class);
  install_pace(object_class);
  install_records(object_class);
  install_facts(object_class);
  install_mqtt_facts(object_class);
}

}  // namespace gimbal::trackingsink

#include "gst-plugins/trackingsink/properties.hpp"

#include <string>

#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/trackingsink/element.hpp"
#include "gst-plugins/trackingsink/property_specs.hpp"
#include "gst-plugins/trackingsink/secret.hpp"

namespace gimbal::trackingsink {

namespace {

std::string text_of(const GValue* value) {
  const char* text = g_value_get_string(value);
  return text == nullptr ? "" : text;
}

void give_text(GValue* value, const std::string& text) {
  g_value_set_string(value, text.c_str());
}

/// False where it is none of these.
bool set_runner(Settings& settings, guint id, const GValue* value) {
  switch (id) {
    case kPropRunnerUrl:
      settings.runner_url = text_of(value);
      return true;
    case kPropJobId:
      settings.job_id = text_of(value);
      return true;
    case kPropApiKey:
      settings.api_key = text_of(value);
      return true;
    case kPropApiKeyFile:
      settings.api_key_file = text_of(value);
      return true;
    case kPropInterval:
      settings.interval = g_value_get_uint64(value);
      return true;
    case kPropTimeout:
      settings.timeout = g_value_get_uint64(value);
      return true;
    default:
      return false;
  }
}

bool set_mqtt(Settings& settings, guint id, const GValue* value) {
  switch (id) {
    case kPropMqttUrl:
      settings.mqtt_url = text_of(value);
      return true;
    case kPropMqttTopic:
      settings.mqtt_topic = text_of(value);
      return true;
    case kPropMqttUsername:
      settings.mqtt_username = text_of(value);
      return true;
    case kPropMqttPassword:
      settings.mqtt_password = text_of(value);
      return true;
    case kPropMqttPasswordFile:
      settings.mqtt_password_file = text_of(value);
      return true;
    case kPropMqttQos:
      settings.mqtt_qos = g_value_get_int(value);
      return true;
    case kPropMqttRetain:
      settings.mqtt_retain = g_value_get_boolean(value) != FALSE;
      return true;
    default:
      return false;
  }
}

bool set_records(Settings& settings, guint id, const GValue* value) {
  switch (id) {
    case kPropSource:
      settings.source = text_of(value);
      return true;
    case kPropFormat:
      settings.format = static_cast<TrackingFormat>(g_value_get_enum(value));
      return true;
    case kPropWidth:
      settings.width = g_value_get_int(value);
      return true;
    case kPropHeight:
      settings.height = g_value_get_int(value);
      return true;
    case kPropFramerate:
      settings.rate_numerator = gst_value_get_fraction_numerator(value);
      settings.rate_denominator = gst_value_get_fraction_denominator(value);
      return true;
    case kPropCamera:
      settings.camera = text_of(value);
      return true;
    default:
      return false;
  }
}

bool get_setting(const Settings& settings, guint id, GValue* value) {
  switch (id) {
    case kPropRunnerUrl:
      give_text(value, shown_address(settings.runner_url));
      return true;
    case kPropJobId:
      give_text(value, settings.job_id);
      return true;
    case kPropApiKeyFile:
      give_text(value, settings.api_key_file);
      return true;
    case kPropInterval:
      g_value_set_uint64(value, settings.interval);
      return true;
    case kPropTimeout:
      g_value_set_uint64(value, settings.timeout);
      return true;
    case kPropSource:
      give_text(value, settings.source);
      return true;
    case kPropFormat:
      g_value_set_enum(value, static_cast<int>(settings.format));
      return true;
    case kPropWidth:
      g_value_set_int(value, settings.width);
      return true;
    case kPropHeight:
      g_value_set_int(value, settings.height);
      return true;
    case kPropFramerate:
      gst_value_set_fraction(value, settings.rate_numerator, settings.rate_denominator);
      return true;
    case kPropCamera:
      give_text(value, settings.camera);
      return true;
    default:
      return false;
  }
}

bool get_mqtt_setting(const Settings& settings, guint id, GValue* value) {
  switch (id) {
    case kPropMqttUrl:
      give_text(value, shown_address(settings.mqtt_url));
      return true;
    case kPropMqttTopic:
      give_text(value, settings.mqtt_topic);
      return true;
    case kPropMqttUsername:
      give_text(value, settings.mqtt_username);
      return true;
    case kPropMqttPasswordFile:
      give_text(value, settings.mqtt_password_file);
      return true;
    case kPropMqttQos:
      g_value_set_int(value, settings.mqtt_qos);
      return true;
    case kPropMqttRetain:
      g_value_set_boolean(value, settings.mqtt_retain ? TRUE : FALSE);
      return true;
    default:
      return false;
  }
}

bool get_fact(const Private& p, guint id, GValue* value) {
  const PushReport::Facts facts = p.runner.report.facts();
  switch (id) {
    case kPropPushed:
      g_value_set_uint64(value, facts.pushed);
      return true;
    case kPropSuperseded:
      g_value_set_uint64(value, p.runner.latest.superseded());
      return true;
    case kPropDropped:
      g_value_set_uint64(value, p.runner.latest.dropped());
      return true;
    case kPropFailed:
      g_value_set_uint64(value, facts.failed);
      return true;
    case kPropRecordsRefused:
      g_value_set_uint64(value, p.refused);
      return true;
    case kPropLastStatus:
      g_value_set_int(value, facts.last_status);
      return true;
    case kPropLastError:
      give_text(value, facts.last_error);
      return true;
    case kPropHealth:
      give_text(value, std::string(name_of(facts.health)));
      return true;
    default:
      return false;
  }
}

bool get_mqtt_fact(const Lane& mqtt, guint id, GValue* value) {
  const PushReport::Facts facts = mqtt.report.facts();
  switch (id) {
    case kPropMqttPublished:
      g_value_set_uint64(value, facts.pushed);
      return true;
    case kPropMqttSuperseded:
      g_value_set_uint64(value, mqtt.latest.superseded());
      return true;
    case kPropMqttDropped:
      g_value_set_uint64(value, mqtt.latest.dropped());
      return true;
    case kPropMqttFailed:
      g_value_set_uint64(value, facts.failed);
      return true;
    case kPropMqttLastError:
      give_text(value, facts.last_error);
      return true;
    case kPropMqttHealth:
      give_text(value, std::string(name_of(facts.health)));
      return true;
    default:
      return false;
  }
}

}  // namespace

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  GimbalTrackingSink* self = self_of(object);
  const ObjectLock lock(self);
  Settings& settings = self->p->settings;
  if (!set_runner(settings, id, value) && !set_mqtt(settings, id, value) &&
      !set_records(settings, id, value)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  GimbalTrackingSink* self = self_of(object);
  const Settings settings = settings_of(self);
  if (!get_setting(settings, id, value) && !get_mqtt_setting(settings, id, value) &&
      !get_fact(*self->p, id, value) && !get_mqtt_fact(self->p->mqtt, id, value)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

}  // namespace gimbal::trackingsink

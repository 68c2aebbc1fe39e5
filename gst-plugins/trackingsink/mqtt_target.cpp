#include "gst-plugins/trackingsink/mqtt_target.hpp"

#include <glib.h>

#include <string_view>
#include <utility>

#include "gst-plugins/trackingsink/secret.hpp"
#include "lib/base/handle.hpp"
#include "lib/base/text.hpp"

namespace gimbal::trackingsink {

namespace {

using UriHandle = Handle<GUri, g_uri_unref>;

constexpr int kPort = 1883;
constexpr int kTlsPort = 8883;
constexpr std::size_t kLongestText = 65535;  // of every text in MQTT, in bytes
constexpr std::string_view kAvailability = "/available";

std::string bad_url(std::string_view wrong) {
  return "Set mqtt-url to where the broker is, such as mqtt://127.0.0.1: " + std::string(wrong);
}

/// What MQTT 3.1.1 (1.5.3) lets a broker hang up on: control characters and what is no character.
bool is_mqtt_text(const std::string& text) {
  if (text.size() > kLongestText || !is_utf8(text)) {
    return false;
  }
  constexpr gunichar kPlane = 0xFFFF;
  for (const char* at = text.data(); at < text.data() + text.size(); at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    const bool is_noncharacter = (c & kPlane) >= 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    if (g_unichar_iscntrl(c) != FALSE || is_noncharacter) {
      return false;
    }
  }
  return true;
}

/// Sets where the broker is. Empty, or what is wrong.
std::string set_broker(MqttTarget& target, const std::string& url) {
  // What a URI cannot hold is let through by GLib where it can guess.
  const bool clean = url.find_first_of(" \t\r\n") == std::string::npos && is_utf8(url);
  const UriHandle uri(g_uri_parse(url.c_str(), G_URI_FLAGS_ENCODED, nullptr));
  const std::string_view scheme = clean && uri ? g_uri_get_scheme(uri.get()) : "";
  const char* host = uri ? g_uri_get_host(uri.get()) : nullptr;
  if ((scheme != "mqtt" && scheme != "mqtts") || host == nullptr || *host == '\0' ||
      g_uri_get_port(uri.get()) == 0) {
    return bad_url("it is no mqtt or mqtts URL");
  }
  if (g_uri_get_userinfo(uri.get()) != nullptr) {
    return bad_url(
        "no user and no password belong into it; they go into mqtt-username and mqtt-password");
  }
  const std::string_view path = g_uri_get_path(uri.get());
  if ((!path.empty() && path != "/") || g_uri_get_query(uri.get()) != nullptr ||
      g_uri_get_fragment(uri.get()) != nullptr) {
    return bad_url("it must end after host and port; a topic goes into mqtt-topic");
  }
  target.url = url.substr(0, url.size() - path.size());
  target.host = host;
  target.tls = scheme == "mqtts";
  const int port = g_uri_get_port(uri.get());
  target.port = port > 0 ? port : (target.tls ? kTlsPort : kPort);
  return "";
}

std::string set_topic(MqttTarget& target, const std::string& topic, const std::string& job_id) {
  if (topic.empty() && job_id.empty()) {
    return "Set mqtt-topic to where records go, or job-id for gimbal/<job-id>/tracking";
  }
  target.topic = topic.empty() ? "gimbal/" + job_id + "/tracking" : topic;
  target.availability_topic = target.topic + std::string(kAvailability);
  if (!is_mqtt_text(target.availability_topic) ||
      target.topic.find_first_of("+#") != std::string::npos) {
    return "Set mqtt-topic to a topic to publish on: up to 65525 bytes of UTF-8, without control "
           "characters and without + and #, which are for those who subscribe";
  }
  return "";
}

std::string set_login(MqttTarget& target, const MqttWishes& wishes) {
  constexpr SecretNames kNames{"mqtt-password", "mqtt-password-file", "GIMBAL_MQTT_PASSWORD",
                               "password"};
  const auto password = find_secret(kNames, wishes.password, wishes.password_file);
  if (!password) {
    return password.error();
  }
  if (!is_mqtt_text(wishes.username)) {
    return "Set mqtt-username to a name of up to 65535 bytes of UTF-8 without control characters";
  }
  if (wishes.username.empty() && !password->text.empty()) {
    return "Set mqtt-username: there is a password in " + password->whence + ", but no user";
  }
  if (password->text.size() > kLongestText || password->text.find('\0') != std::string::npos) {
    return "The password of " + password->whence +
           " cannot be one: it has up to 65535 bytes, and none of them is 0";
  }
  target.username = wishes.username;
  target.password = password->text;
  return "";
}

}  // namespace

Result<MqttTarget> mqtt_target(const MqttWishes& wishes) {
  MqttTarget target;
  std::string wrong = set_broker(target, wishes.url);
  if (wrong.empty()) {
    wrong = set_topic(target, wishes.topic, wishes.job_id);
  }
  if (wrong.empty()) {
    wrong = set_login(target, wishes);
  }
  return wrong.empty() ? Result(std::move(target)) : Error{std::move(wrong)};
}

}  // namespace gimbal::trackingsink

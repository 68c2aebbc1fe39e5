#include "lib/codec/go2rtc_config.hpp"

#include <set>

#include "lib/codec/json_writer.hpp"

namespace gimbal {

namespace {

// What go2rtc opens by itself would be open to the whole network. Its SRTP port serves HomeKit
// cameras alone. WebRTC on loopback needs to be told that loopback counts, and no STUN server.
constexpr const char* kListeners = R"(api:
  listen: "127.0.0.1:1984"

rtsp:
  listen: "127.0.0.1:8554"

webrtc:
  listen: "127.0.0.1:8555"
  filters:
    loopback: true
  ice_servers: []

srtp:
  listen: ""
)";

// go2rtc's default is SIGKILL at once. SIGTERM ends a stream after a whole frame; five seconds
// later comes SIGKILL.
constexpr const char* kParameters = "#killsignal=15#killtimeout=5";

/// A JSON string is a YAML string. go2rtc puts the environment in for ${NAME} before it reads the
/// YAML, so no dollar may show.
std::string yaml_string(const std::string& text) {
  std::string out = JsonWriter().value(text).text();
  for (std::size_t at = out.find('$'); at != std::string::npos; at = out.find('$', at)) {
    out.replace(at, 1, "\\x24");
  }
  return out;
}

}  // namespace

std::string go2rtc_config(const std::vector<Go2rtcStream>& streams) {
  std::set<std::string> executables;
  for (const Go2rtcStream& stream : streams) {
    executables.insert(stream.executable);
  }
  std::string text = kListeners;
  text += "\nexec:\n  allow_paths:\n";
  for (const std::string& executable : executables) {
    text += "    - " + yaml_string(executable) + "\n";
  }
  text += "\nstreams:\n";
  for (const Go2rtcStream& stream : streams) {
    text += "  " + yaml_string(stream.name) + ": " +
            yaml_string("exec:" + stream.command + kParameters) + "\n";
  }
  return text;
}

}  // namespace gimbal

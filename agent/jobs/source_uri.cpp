// URI rules. What passes here still only ever becomes one argument of a child process.
#include "agent/jobs/source_uri.hpp"

#include <algorithm>
#include <array>

#include "agent/support/handles.hpp"

namespace gimbal {

namespace {

constexpr std::array<std::string_view, 10> kSchemes = {"file", "http",  "https", "rtsp", "rtsps",
                                                       "rtmp", "rtmps", "rtmpt", "srt",  "hls"};
constexpr std::string_view kScenePrefix = "scene:";
constexpr std::size_t kMaxSceneName = 64;
// Where a URI ends that stands in running text.
constexpr std::string_view kEndOfUri = " \t\r\n\"'<>`{}|\\^";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return g_ascii_tolower(c); });
  return out;
}

bool is_scene_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxSceneName &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return g_ascii_isalnum(c) || c == '-' || c == '_'; });
}

std::string scheme_list() {
  std::string list;
  for (const std::string_view scheme : kSchemes) {
    list += std::string(list.empty() ? "" : ", ") + std::string(scheme);
  }
  return list;
}

std::optional<std::string> uri_error(const std::string& source) {
  if (source.find_first_of(kEndOfUri) != std::string::npos) {
    return "Input has a character that no URI holds as it is; percent-encode it, e.g. a space as "
           "%20";
  }
  GError* raw_error = nullptr;
  const UriHandle uri(g_uri_parse(source.c_str(), G_URI_FLAGS_NONE, &raw_error));
  const ErrorHandle error(raw_error);
  if (!uri) {
    return "Input should be scene:NAME or an absolute URI such as rtsp://host/path: " +
           std::string(error->message);
  }
  const std::string scheme = lower(g_uri_get_scheme(uri.get()));
  if (std::find(kSchemes.begin(), kSchemes.end(), scheme) == kSchemes.end()) {
    return "Scheme \"" + scheme + "\" is not supported; use scene: or one of " + scheme_list();
  }
  const char* host = g_uri_get_host(uri.get());
  const std::string_view host_name = host ? host : "";
  if (scheme == "file") {
    const std::string_view path = g_uri_get_path(uri.get());
    if (!path.starts_with('/') || !(host_name.empty() || host_name == "localhost")) {
      return "A file is written file:///absolute/path";
    }
  } else if (host_name.empty()) {
    return "Input has no host; write " + scheme + "://host/path";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> source_error(std::string_view source) {
  if (source.empty()) {
    return "Input should not be empty; give scene:NAME or a URI such as rtsp://host/path";
  }
  if (source.size() > kMaxSourceBytes) {
    return "Input should have at most " + std::to_string(kMaxSourceBytes) + " bytes";
  }
  if (std::any_of(source.begin(), source.end(), [](char c) { return g_ascii_iscntrl(c); })) {
    return "Input has a control character; remove it";
  }
  if (source.starts_with(kScenePrefix)) {
    if (!is_scene_name(source.substr(kScenePrefix.size()))) {
      return "A scene is written scene:NAME, with letters, digits, - and _ in NAME";
    }
    return std::nullopt;
  }
  return uri_error(std::string(source));
}

}  // namespace gimbal

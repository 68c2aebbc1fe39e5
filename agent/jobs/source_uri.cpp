// URI rules. What passes here still only ever becomes one argument of a child process.
#include "agent/jobs/source_uri.hpp"

#include <algorithm>
#include <array>

#include "agent/support/handles.hpp"

namespace gimbal {

namespace {

constexpr std::array<std::string_view, 10> kSchemes = {"file", "http",  "https", "rtsp", "rtsps",
                                                       "rtmp", "rtmps", "rtmpt", "srt",  "hls"};
constexpr std::array<std::string_view, 11> kSecretParameters = {
    "password",     "passwd", "pass",   "pwd",    "passphrase", "token",
    "access_token", "key",    "apikey", "secret", "auth"};
constexpr std::string_view kScenePrefix = "scene:";
constexpr std::size_t kMaxSceneName = 64;
constexpr std::string_view kMask = "***";
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

/// Length of the authority that starts `text`.
std::size_t authority_length(std::string_view text) {
  return std::min(text.find_first_of("/?#" + std::string(kEndOfUri)), text.size());
}

bool is_secret(std::string_view name) {
  return std::find(kSecretParameters.begin(), kSecretParameters.end(), lower(name)) !=
         kSecretParameters.end();
}

/// Masks values in `uri`, from its '?' on; or, behind a URI within a query, from the next '&' on.
std::string mask_query(std::string_view uri) {
  const std::size_t question = uri.find_first_of("?&;");
  if (question == std::string_view::npos) {
    return std::string(uri);
  }
  std::string out(uri.substr(0, question + 1));
  std::string_view rest = uri.substr(question + 1);
  while (!rest.empty()) {
    const std::string_view parameter = rest.substr(0, rest.find_first_of("&;#"));
    const std::size_t equals = parameter.find('=');
    if (equals != std::string_view::npos && is_secret(parameter.substr(0, equals))) {
      out += std::string(parameter.substr(0, equals + 1)) + std::string(kMask);
    } else {
      out += parameter;
    }
    rest.remove_prefix(parameter.size());
    out += rest.substr(0, 1);
    rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
  }
  return out;
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

std::string mask_credentials(std::string_view text) {
  constexpr std::string_view kAuthority = "://";
  std::string out;
  for (;;) {
    const std::size_t found = text.find(kAuthority);
    if (found == std::string_view::npos) {
      return out + std::string(text);
    }
    out += text.substr(0, found + kAuthority.size());
    text.remove_prefix(found + kAuthority.size());
    // The last '@' ends the user part: a password may hold one.
    const std::size_t at = text.substr(0, authority_length(text)).rfind('@');
    if (at != std::string_view::npos) {
      out += kMask;
      text.remove_prefix(at);
    }
    const std::string_view rest = text.substr(0, text.find_first_of(kEndOfUri));
    // A URI within this one's query is masked by the next turn.
    const std::size_t next = rest.find(kAuthority);
    const std::string_view own = rest.substr(0, next);
    out += mask_query(own);
    text.remove_prefix(own.size());
  }
}

}  // namespace gimbal

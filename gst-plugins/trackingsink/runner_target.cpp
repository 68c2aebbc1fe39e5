#include "gst-plugins/trackingsink/runner_target.hpp"

#include <glib.h>

#include <algorithm>
#include <string_view>

#include "gst-plugins/trackingsink/secret.hpp"
#include "lib/base/handle.hpp"
#include "lib/base/text.hpp"

namespace gimbal::trackingsink {

namespace {

using UriHandle = Handle<GUri, g_uri_unref>;

constexpr std::string_view kCall = "/runner/tracking/update";
constexpr std::size_t kLongestKey = 4096;

bool is_http(const GUri* uri) {
  const std::string_view scheme = g_uri_get_scheme(const_cast<GUri*>(uri));
  return scheme == "http" || scheme == "https";
}

Error bad_url(std::string_view wrong) {
  return Error{"Set runner-url to where the runner is, such as http://127.0.0.1:9001: " +
               std::string(wrong)};
}

/// What an HTTP header can carry.
Result<std::string> checked_key(std::string key, const std::string& whence) {
  const bool fits = key.size() <= kLongestKey && std::all_of(key.begin(), key.end(), [](char c) {
                      return c > ' ' && c < '\x7f';
                    });
  if (!fits) {
    return Error{"The key of " + whence +
                 " cannot be one: a key is one word of printable ASCII characters"};
  }
  return key;
}

}  // namespace

Result<RunnerTarget> runner_target(const std::string& runner_url, const std::string& job_id,
                                   const std::string& api_key) {
  // What a URI cannot hold is let through by GLib where it can guess.
  const bool clean =
      runner_url.find_first_of(" \t\r\n") == std::string::npos && is_utf8(runner_url);
  const UriHandle uri(g_uri_parse(runner_url.c_str(), G_URI_FLAGS_ENCODED, nullptr));
  if (!clean || !uri || !is_http(uri.get()) || g_uri_get_host(uri.get()) == nullptr ||
      *g_uri_get_host(uri.get()) == '\0') {
    return bad_url("it is no http or https URL");
  }
  if (g_uri_get_userinfo(uri.get()) != nullptr) {
    return bad_url("no user and no password belong into it; the runner's key goes into api-key");
  }
  if (g_uri_get_query(uri.get()) != nullptr || g_uri_get_fragment(uri.get()) != nullptr) {
    return bad_url("it must end before any ? or #");
  }
  if (job_id.empty() || !is_utf8(job_id)) {
    return Error{"Set job-id to the runner's job that the records are about"};
  }
  std::string base = runner_url;
  base.erase(base.find_last_not_of('/') + 1);
  std::string call = base + std::string(kCall);
  return RunnerTarget{std::move(base), std::move(call), job_id, api_key};
}

Result<std::string> find_api_key(const std::string& api_key, const std::string& api_key_file) {
  constexpr SecretNames kNames{"api-key", "api-key-file", "RUNNER_API_KEY", "key"};
  const auto key = find_secret(kNames, api_key, api_key_file);
  return key ? checked_key(key->text, key->whence) : Error{key.error()};
}

}  // namespace gimbal::trackingsink

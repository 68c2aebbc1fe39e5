#include "gst-plugins/trackingsink/runner_target.hpp"

#include <glib.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "lib/base/handle.hpp"
#include "lib/base/mask.hpp"
#include "lib/base/text.hpp"

namespace gimbal::trackingsink {

namespace {

using UriHandle = Handle<GUri, g_uri_unref>;
using TextHandle = Handle<char, g_free>;

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

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  return begin == std::string_view::npos
             ? ""
             : std::string(text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin));
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

Result<std::string> key_of_file(const std::string& path) {
  std::ifstream file(path);
  std::string text(kLongestKey + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || !file.eof()) {
    return Error{"api-key-file " + path + " cannot be read: it must be a file with one key in it"};
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  text = trimmed(text);
  return text.empty() ? Result<std::string>(Error{"api-key-file " + path + " holds no key"})
                      : checked_key(std::move(text), "api-key-file " + path);
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
    return bad_url(runner_url.empty() ? "it is not set" : "it is no http or https URL");
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
  if (!api_key.empty()) {
    return checked_key(trimmed(api_key), "api-key");
  }
  if (!api_key_file.empty()) {
    return key_of_file(api_key_file);
  }
  const char* value = g_getenv("RUNNER_API_KEY");
  return checked_key(trimmed(value == nullptr ? "" : value), "RUNNER_API_KEY");
}

std::string fit_to_show(std::string_view text, std::string_view secret) {
  constexpr std::size_t kLongest = 300;
  constexpr std::string_view kMask = "***";
  std::string shown(text);
  if (!secret.empty()) {
    for (std::size_t at = shown.find(secret); at != std::string::npos;
         at = shown.find(secret, at + kMask.size())) {
      shown.replace(at, secret.size(), kMask);
    }
  }
  shown = mask_credentials(shown);
  shown.resize(std::min(shown.size(), kLongest));
  std::replace_if(
      shown.begin(), shown.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  return TextHandle(g_utf8_make_valid(shown.c_str(), static_cast<gssize>(shown.size()))).get();
}

}  // namespace gimbal::trackingsink

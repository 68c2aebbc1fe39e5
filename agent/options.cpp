// Option parsing with GOption.
#include "agent/options.hpp"

#include <gio/gio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "agent/support/handles.hpp"

namespace gimbal {

namespace {

constexpr const char* kOutputVariable = "RUNNER_INGEST_OUTPUT_URI";
// Of the runner contract, and not done yet.
constexpr std::array kIgnoredVariables = {"RUNNER_PTZ_MIN_APPLY_INTERVAL_SECONDS",
                                          "RUNNER_PTZ_MIN_DELTA_XY",
                                          "RUNNER_PTZ_MIN_DELTA_ZOOM",
                                          "RUNNER_WEBRTC_ENABLED",
                                          "RUNNER_WEBRTC_PUBLISH_BASE_URI",
                                          "RUNNER_WEBRTC_WHEP_BASE_URL",
                                          "RUNNER_WEBRTC_PUBLISH_PROFILE",
                                          "RUNNER_WEBRTC_KEYINT",
                                          "PREVIEW_MJPEG_FPS",
                                          "PREVIEW_MJPEG_SCALE",
                                          "PREVIEW_MJPEG_Q"};
constexpr int kMaxPort = 65535;

struct RawOptions {
  CharHandle host;
  CharHandle port;
  CharHandle output;
  bool show_version = false;
};

/// The variable's value; empty where it is unset.
std::string environment(const char* name) {
  const char* value = g_getenv(name);
  return value ? value : "";
}

Result<RawOptions> parse_flags(int argc, char** argv) {
  char* host = nullptr;
  char* port = nullptr;
  char* output = nullptr;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
      {"host", 0, 0, G_OPTION_ARG_FILENAME, &host, "Address to listen on (127.0.0.1)", "ADDRESS"},
      {"port", 0, 0, G_OPTION_ARG_FILENAME, &port, "Port to listen on, 0 for a free one (9001)",
       "PORT"},
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &output,
       "Where ingest jobs write: null, or a path with {session_id} and {replica_index} (null)",
       "TEMPLATE"},
      {"version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version and exit", nullptr},
      {nullptr, 0, 0, G_OPTION_ARG_NONE, nullptr, nullptr, nullptr}};
  const Handle<GOptionContext, g_option_context_free> context(
      g_option_context_new("- run virtual cameras behind a REST API"));
  g_option_context_add_main_entries(context.get(), entries, nullptr);
  GError* raw_error = nullptr;
  const bool parsed = g_option_context_parse(context.get(), &argc, &argv, &raw_error);
  const ErrorHandle error(raw_error);
  RawOptions raw{CharHandle(host), CharHandle(port), CharHandle(output), version != FALSE};
  if (!parsed) {
    return Error{std::string(error->message) + "; see gimbal-agent --help"};
  }
  if (argc > 1) {
    return Error{"unexpected argument \"" + std::string(argv[1]) + "\"; see gimbal-agent --help"};
  }
  return raw;
}

Result<std::string> read_host(const char* text) {
  const std::string host = text ? text : "127.0.0.1";
  if (host == "localhost") {
    return std::string("127.0.0.1");
  }
  const ObjectHandle<GInetAddress> address(g_inet_address_new_from_string(host.c_str()));
  if (!address) {
    return Error{"--host expects an IP address or localhost, not \"" + host + "\""};
  }
  return host;
}

Result<int> read_port(const char* text) {
  const std::string_view port = text ? text : "9001";
  int number = 0;
  const auto end = std::from_chars(port.data(), port.data() + port.size(), number);
  if (end.ec != std::errc() || end.ptr != port.data() + port.size() || number < 0 ||
      number > kMaxPort) {
    return Error{"--port expects a whole number from 0 to 65535, not \"" + std::string(port) +
                 "\""};
  }
  return number;
}

bool is_loopback(const std::string& host) {
  const ObjectHandle<GInetAddress> address(g_inet_address_new_from_string(host.c_str()));
  return g_inet_address_get_is_loopback(address.get());
}

std::optional<std::string> key_error(const std::string& key, const std::string& host) {
  if (key.empty() && !is_loopback(host)) {
    return "--host " + host +
           " can be reached from other machines: set RUNNER_API_KEY, or listen on 127.0.0.1";
  }
  // Such a key could not be sent in a header, so that every caller would be refused.
  if (std::any_of(key.begin(), key.end(), [](char c) { return !g_ascii_isgraph(c); })) {
    return "RUNNER_API_KEY may hold printable ASCII characters only, and no spaces";
  }
  return std::nullopt;
}

Result<std::string> read_base_url() {
  std::string url = environment("RUNNER_PUBLIC_BASE_URL");
  if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://")) {
    return Error{"RUNNER_PUBLIC_BASE_URL expects http://… or https://…, not \"" + url + "\""};
  }
  while (url.ends_with('/')) {
    url.pop_back();
  }
  return url;
}

/// What a variable asks for and this version does not do is said, not passed over.
Result<std::string> check_unsupported() {
  if (environment("RUNNER_PTZ_COORDINATES") == "travel") {
    return Error{
        "RUNNER_PTZ_COORDINATES=travel is not supported yet; unset it or set it to center"};
  }
  std::string ignored;
  for (const char* name : kIgnoredVariables) {
    if (!environment(name).empty()) {
      ignored += (ignored.empty() ? "" : ", ") + std::string(name);
    }
  }
  return ignored;
}

Result<OutputTemplate> read_output(const char* flag) {
  const std::string from_environment = environment(kOutputVariable);
  const std::string text = flag                       ? flag
                           : from_environment.empty() ? std::string(kNullOutput)
                                                      : from_environment;
  constexpr std::string_view kFileScheme = "file://";
  const bool is_file_uri = text.starts_with(kFileScheme);
  auto parsed = OutputTemplate::parse(is_file_uri ? text.substr(kFileScheme.size()) : text);
  if (!parsed) {
    return Error{std::string(flag ? "--output" : kOutputVariable) + ": " + parsed.error()};
  }
  return parsed;
}

bool is_program(const std::string& path) {
  return g_file_test(path.c_str(), G_FILE_TEST_IS_REGULAR) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

Result<Options> parse_options(int argc, char** argv) {
  const auto raw = parse_flags(argc, argv);
  if (!raw) {
    return Error{raw.error()};
  }
  Options options;
  if (raw->show_version) {
    options.show_version = true;
    return options;
  }
  const auto host = read_host(raw->host.get());
  if (!host) {
    return Error{host.error()};
  }
  options.host = *host;
  const auto port = read_port(raw->port.get());
  if (!port) {
    return Error{port.error()};
  }
  options.port = *port;
  const auto output = read_output(raw->output.get());
  if (!output) {
    return Error{output.error()};
  }
  options.output = *output;
  const auto base_url = read_base_url();
  if (!base_url) {
    return Error{base_url.error()};
  }
  options.public_base_url = *base_url;
  const auto ignored = check_unsupported();
  if (!ignored) {
    return Error{ignored.error()};
  }
  options.ignored_variables = *ignored;
  options.api_key = environment("RUNNER_API_KEY");
  if (const auto error = key_error(options.api_key, options.host)) {
    return Error{*error};
  }
  return options;
}

Result<std::string> find_gimbal_program() {
  const std::string named = environment("GIMBAL_PROGRAM");
  if (!named.empty()) {
    if (!is_program(named)) {
      return Error{"GIMBAL_PROGRAM names \"" + named + "\", which is no program that can be run"};
    }
    return named;
  }
  const CharHandle self(g_file_read_link("/proc/self/exe", nullptr));
  if (self) {
    const CharHandle directory(g_path_get_dirname(self.get()));
    const std::string beside = std::string(directory.get()) + "/gimbal";
    if (is_program(beside)) {
      return beside;
    }
  }
  const CharHandle in_path(g_find_program_in_path("gimbal"));
  if (!in_path) {
    return Error{
        "found no gimbal program to run jobs with: put it beside gimbal-agent or in PATH, or set "
        "GIMBAL_PROGRAM to its path"};
  }
  return std::string(in_path.get());
}

}  // namespace gimbal

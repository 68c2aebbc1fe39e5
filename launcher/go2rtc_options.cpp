#include "launcher/go2rtc_options.hpp"

#include <glib.h>

#include <algorithm>

#include "gst-plugins/support/handles.hpp"
#include "launcher/command_line.hpp"
#include "launcher/encoder_ladder.hpp"
#include "launcher/go2rtc_arguments.hpp"
#include "launcher/log.hpp"
#include "launcher/option_values.hpp"
#include "lib/base/instance_id.hpp"
#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr int kMaxWorkers = 1000;
constexpr int kMaxSide = 16'384;
constexpr int kMaxGop = 100'000;
constexpr int kMaxDevice = 255;

std::string absolute_path(const std::string& path) {
  return CharHandle(g_canonicalize_filename(path.c_str(), nullptr)).get();
}

/// "ffmpeg" and "vpf" are names of earlier producers that `gimbal stream` still takes.
Result<std::string> parse_encoder(const std::string& text) {
  if (is_encoder_name(text) || text == "ffmpeg" || text == "vpf") {
    return text;
  }
  return Error{"--encoder " + text + " is not known: choose auto, nvenc, va, x264 or openh264"};
}

void read_names(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  const auto workers = arguments.whole("workers", 1, kMaxWorkers);
  // What is out of range has been refused, and must still fit an int.
  options.workers = static_cast<int>(
      std::clamp(parse_number(workers.value_or("1")).value_or(1), 1.0, double{kMaxWorkers}));
  options.instance_prefix = arguments.text("instance-prefix").value_or("omega");
  const std::string longest = options.instance_prefix + "-" + std::to_string(options.workers - 1);
  if (!is_instance_id(options.instance_prefix) || !is_instance_id(longest)) {
    arguments.refuse("--instance-prefix " + options.instance_prefix +
                     " is not a name: letters, digits, dots, underscores and hyphens, a letter or "
                     "a digit first, at most " +
                     std::to_string(kMaxInstanceId) + " with the number behind it");
  }
}

/// What is given on to the cameras.
void read_camera(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  const auto add = [&](const char* option, const std::optional<std::string>& value) {
    if (value) {
      options.camera.emplace_back(option, *value);
    }
  };
  add("width", arguments.whole("width", 16, kMaxSide, 2));
  add("height", arguments.whole("height", 16, kMaxSide, 2));
  add("fps", arguments.parsed("fps", parse_frame_rate));
  add("gop", arguments.whole("gop", 1, kMaxGop));
  add("bitrate", arguments.parsed("bitrate", parse_bitrate));
  // A headless producer of old that drew and encoded on the GPU.
  const bool on_gpu = arguments.text("exec-profile") == "egl-vpf";
  const auto renderer = arguments.choice("renderer", {"cpu", "egl"});
  const auto encoder = arguments.parsed("encoder", parse_encoder);
  add("renderer", on_gpu && !renderer ? "egl" : renderer);
  add("encoder", on_gpu && !encoder ? "vpf" : encoder);
  add("device-idx", arguments.whole("device-idx", 0, kMaxDevice));
}

void read_source(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  const std::string text = arguments.text("source").value_or("scene:court");
  const auto source = parse_source(text);
  if (!source) {
    arguments.refuse(source.error());
    return;
  }
  options.source_uri = source->scene ? text : source->uri;
}

/// Two options that say the same thing in different words, and what they came to.
std::optional<std::string> agree(Go2rtcArguments& arguments, const char* option,
                                 const std::optional<std::string>& value, const char* older,
                                 const std::optional<std::string>& older_value) {
  if (value && older_value && *value != *older_value) {
    arguments.refuse(std::string("--") + option + " and --" + older +
                     " contradict each other: leave one out");
  }
  return value ? value : older_value;
}

void read_format(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  const auto format = arguments.choice("format", {"mpegts", "h264"});
  auto wrap = arguments.choice("exec-wrap", {"raw", "mpegts"});
  const auto container = arguments.choice("fifo-container", {"mpegts", "h264"});
  const auto profile =
      arguments.choice("exec-profile", {"headless-agent", "headless-agent-mpegts", "egl-vpf"});
  if (wrap == "raw") {
    wrap = "h264";
  }
  // Scripts give the older spellings of both modes at once; each is for its own.
  const char* other = options.fifo ? "exec-wrap" : "fifo-container";
  if (arguments.text(other)) {
    GST_DEBUG("--%s has no meaning in this mode", other);
  }
  const auto chosen = options.fifo ? agree(arguments, "format", format, "fifo-container", container)
                                   : agree(arguments, "format", format, "exec-wrap", wrap);
  const bool raw_by_profile = !options.fifo && profile == "headless-agent";
  options.format = chosen.value_or(raw_by_profile ? "h264" : "mpegts");
}

void read_profile(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  options.ptz = arguments.choice("profile", {"headless", "ptz"}) == "ptz";
  if (!options.ptz) {
    if (arguments.text("source")) {
      arguments.refuse("--source is for --profile ptz");
    }
    return;
  }
  for (const char* other : {"exec-profile", "renderer", "device-idx"}) {
    if (arguments.text(other)) {
      arguments.refuse(std::string("--") + other + " is for --profile headless");
    }
  }
  read_source(arguments, options);
}

void read_command(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  options.command = arguments.text("exec-cmd-template").value_or("");
  const auto wrapper = arguments.text("exec-wrapper");
  if (!wrapper) {
    return;
  }
  const CharHandle found(g_find_program_in_path(wrapper->c_str()));
  if (!found) {
    arguments.refuse_value("exec-wrapper", "is not a program that can be run");
    return;
  }
  options.wrapper = absolute_path(found.get());
}

void read_directories(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  const std::string usual = std::string(g_get_user_runtime_dir()) + "/gimbal";
  options.fifo_dir = absolute_path(arguments.text("fifo-dir").value_or(usual));
  options.go2rtc_fifo_dir = arguments.text("container-fifo-dir").value_or(options.fifo_dir);
  if (g_path_is_absolute(options.go2rtc_fifo_dir.c_str()) == FALSE) {
    arguments.refuse_value("container-fifo-dir", "is not an absolute path");
  }
}

void read_output(Go2rtcArguments& arguments, Go2rtcOptions& options) {
  options.output =
      agree(arguments, "output", arguments.text("output"), "out", arguments.text("out"))
          .value_or("go2rtc.yaml");
  if (options.output.empty()) {
    arguments.refuse("--output needs - or a file name");
  }
}

}  // namespace

Result<Go2rtcOptions> read_go2rtc_options(std::vector<std::string> words, int help_fd) {
  Go2rtcArguments arguments;
  const auto go_on =
      parse_command_line({"go2rtc", "Writes a configuration with which go2rtc serves cameras.",
                          "Example: gimbal go2rtc --workers 10 && go2rtc -c go2rtc.yaml"},
                         arguments.entries(), std::move(words), help_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error()};
  }
  Go2rtcOptions options;
  options.force_software = arguments.force_software();
  options.force = arguments.force();
  options.fifo = arguments.choice("mode", {"exec", "fifo"}) == "fifo";
  read_names(arguments, options);
  read_format(arguments, options);
  read_profile(arguments, options);
  read_camera(arguments, options);
  read_command(arguments, options);
  read_directories(arguments, options);
  read_output(arguments, options);
  if (!arguments.finding().empty()) {
    return Error{arguments.finding()};
  }
  return options;
}

}  // namespace gimbal

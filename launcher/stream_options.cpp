#include "launcher/stream_options.hpp"

#include <sys/stat.h>

#include "gst-plugins/support/handles.hpp"
#include "launcher/command_line.hpp"
#include "lib/base/text.hpp"

namespace gimbal {

namespace {

/// A string that GOption gives out.
struct Text {
  gchar* raw = nullptr;

  Text() = default;
  ~Text() { g_free(raw); }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  bool given() const { return raw != nullptr; }
};

/// What GOption fills for the options that both kinds of stream have.
struct CommonArguments {
  Text format;
  Text bitrate;
  Text output;
  Text control_path;
};

GOptionEntry entry(const char* name, GOptionArg kind, void* target, const char* help,
                   const char* unit) {
  return {name, 0, 0, kind, target, help, unit};
}

void add_common_entries(CommonArguments& raw, CommonOptions& options,
                        std::vector<GOptionEntry>& entries) {
  entries.push_back(entry("format", G_OPTION_ARG_STRING, &raw.format.raw,
                          "h264 (Annex B), mpegts or mjpeg (default: h264)", "FORMAT"));
  entries.push_back(entry("bitrate", G_OPTION_ARG_STRING, &raw.bitrate.raw,
                          "bits a second, 6M or 800k (default: 6M)", "RATE"));
  entries.push_back(entry(
      "gop", G_OPTION_ARG_INT, &options.gop,
      "frames from one keyframe to the next (default: one second; 30 of a file or URI)", "FRAMES"));
  entries.push_back(entry("quality", G_OPTION_ARG_INT, &options.quality,
                          "of mjpeg, 2 (best) to 31 (default: 8)", "Q"));
  entries.push_back(entry("output", G_OPTION_ARG_FILENAME, &raw.output.raw,
                          "- is standard output, null is nowhere (default: -)", "-|null|FILE"));
  entries.push_back(entry("control-fd", G_OPTION_ARG_INT, &options.control_fd,
                          "inherited socket that steers the stream", "N"));
  entries.push_back(entry("control", G_OPTION_ARG_FILENAME, &raw.control_path.raw,
                          "listen for control on this Unix socket", "PATH"));
}

/// Empty when all is well.
std::string check_range(const char* option, int value, int low, int high) {
  if (value >= low && value <= high) {
    return "";
  }
  return std::string("--") + option + " " + std::to_string(value) +
         " is out of range: " + std::to_string(low) + " to " + std::to_string(high);
}

std::string check_all(std::initializer_list<std::string> findings) {
  for (const std::string& finding : findings) {
    if (!finding.empty()) {
      return finding;
    }
  }
  return "";
}

constexpr int kMaxGop = 100'000;
constexpr int kMaxSide = 16'384;

std::string check_control_fd(int fd, int video_fd) {
  struct stat info {};
  if (fd < 0 || (fd != video_fd && fstat(fd, &info) == 0 && S_ISSOCK(info.st_mode))) {
    return "";
  }
  return "--control-fd " + std::to_string(fd) + " is not a socket that this process inherited";
}

Result<CommonOptions> finish_common(const CommonArguments& raw, CommonOptions options,
                                    int video_fd) {
  if (raw.format.given()) {
    const auto format = parse_format(raw.format.raw);
    if (!format) {
      return Error{format.error()};
    }
    options.format = *format;
  }
  if (raw.bitrate.given()) {
    const auto bitrate = parse_bitrate(raw.bitrate.raw);
    if (!bitrate) {
      return Error{bitrate.error()};
    }
    options.bitrate = *bitrate;
  }
  options.output = raw.output.given() ? raw.output.raw : "-";
  options.control_path = raw.control_path.given() ? raw.control_path.raw : "";
  const std::string finding = check_all({
      check_range("gop", options.gop, 0, kMaxGop),
      check_range("quality", options.quality, 2, 31),
      check_control_fd(options.control_fd, video_fd),
      options.output.empty() ? "--output needs -, null or a file name" : "",
  });
  if (!finding.empty()) {
    return Error{finding};
  }
  return options;
}

/// A picture's side: even, because 4:2:0 halves it.
std::string check_side(const char* option, int value, int low) {
  std::string range = check_range(option, value, low, kMaxSide);
  if (range.empty() && value % 2 != 0) {
    return std::string("--") + option + " " + std::to_string(value) + " must be even";
  }
  return range;
}

}  // namespace

Result<StreamOptions> read_stream_options(std::vector<std::string> arguments, int video_fd) {
  StreamOptions options;
  CommonArguments raw;
  Text fps;
  Text scene;
  gboolean no_stamp = FALSE;
  std::vector<GOptionEntry> entries{
      entry("width", G_OPTION_ARG_INT, &options.width, "of the picture (default: 1280)", "PIXELS"),
      entry("height", G_OPTION_ARG_INT, &options.height, "of the picture (default: 720)", "PIXELS"),
      entry("fps", G_OPTION_ARG_STRING, &fps.raw, "30, 29.97 or 30000/1001 (default: 30)", "RATE"),
      entry("scene", G_OPTION_ARG_STRING, &scene.raw, "bars or court (default: bars)", "NAME"),
      entry("no-frame-stamp", G_OPTION_ARG_NONE, &no_stamp,
            "leave out the machine-readable frame number", nullptr),
      entry("device", G_OPTION_ARG_INT, &options.device,
            "EGL device to draw on (default: the best)", "INDEX"),
      entry("cuda-device", G_OPTION_ARG_INT, &options.cuda_device,
            "draw on the EGL device that is this CUDA device", "N"),
  };
  add_common_entries(raw, options.common, entries);
  entries.push_back({});
  const auto go_on =
      parse_command_line({"stream", "Writes a rendered camera to standard output.",
                          "Example: gimbal stream --fps 60 | ffplay -fflags nobuffer -"},
                         entries, std::move(arguments), video_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error()};
  }
  const auto common = finish_common(raw, options.common, video_fd);
  const auto rate = parse_frame_rate(fps.given() ? fps.raw : "30");
  const auto chosen = scene_from_name(scene.given() ? scene.raw : "bars");
  const std::string finding = check_all({
      common ? "" : common.error(),
      rate ? "" : rate.error(),
      chosen ? "" : "--scene " + std::string(scene.raw) + " is not known: choose bars or court",
      check_side("width", options.width, 16),
      check_side("height", options.height, 16),
      check_range("device", options.device, -1, 255),
      check_range("cuda-device", options.cuda_device, -1, 255),
  });
  if (!finding.empty()) {
    return Error{finding};
  }
  options.common = *common;
  options.fps = *rate;
  options.scene = *chosen;
  options.frame_stamp = no_stamp == FALSE;
  return options;
}

namespace {

std::string check_framing(const Framing& framing) {
  const auto inside = [](double value, double low, double high) {
    return value >= low && value <= high;  // false for NaN
  };
  if (!inside(framing.center_x, 0, 1) || !inside(framing.center_y, 0, 1)) {
    return "--center-x and --center-y are fractions of the picture, 0 to 1";
  }
  if (!inside(framing.zoom, kMinZoom, kMaxZoom)) {
    return "--zoom is " + format_number(kMinZoom) + " to " + format_number(kMaxZoom);
  }
  return "";
}

void add_ptz_entries(PtzOptions& options, Text& source, Text& fps, gboolean& loop,
                     std::vector<GOptionEntry>& entries) {
  entries = {
      entry("source", G_OPTION_ARG_FILENAME, &source.raw,
            "a file, a URI, or scene:bars, scene:court", "URI"),
      entry("width", G_OPTION_ARG_INT, &options.width,
            "of the output (default: follows the height, or 1280)", "PIXELS"),
      entry("height", G_OPTION_ARG_INT, &options.height,
            "of the output (default: follows the width, or 720)", "PIXELS"),
      entry("fps", G_OPTION_ARG_STRING, &fps.raw,
            "at most so many frames a second; of a scene exactly so many", "RATE"),
      entry("center-x", G_OPTION_ARG_DOUBLE, &options.framing.center_x,
            "centre of the crop, 0 (left) to 1 (default: 0.5)", "FRACTION"),
      entry("center-y", G_OPTION_ARG_DOUBLE, &options.framing.center_y,
            "centre of the crop, 0 (top) to 1 (default: 0.5)", "FRACTION"),
      entry("zoom", G_OPTION_ARG_DOUBLE, &options.framing.zoom,
            "1 is the largest crop, 2 half its width (default: 1)", "FACTOR"),
      entry("start-seconds", G_OPTION_ARG_DOUBLE, &options.start_seconds,
            "where to begin in a file (default: 0)", "SECONDS"),
      entry("loop", G_OPTION_ARG_NONE, &loop, "begin again at the end of a file", nullptr),
  };
}

}  // namespace

Result<PtzOptions> read_ptz_options(std::vector<std::string> arguments, int video_fd) {
  PtzOptions options;
  CommonArguments raw;
  Text source;
  Text fps;
  gboolean loop = FALSE;
  std::vector<GOptionEntry> entries;
  add_ptz_entries(options, source, fps, loop, entries);
  add_common_entries(raw, options.common, entries);
  entries.push_back({});
  const auto go_on = parse_command_line(
      {"ptz", "Writes a virtual PTZ camera, cut out of a wide picture, to standard output.",
       "Example: gimbal ptz --source clip.mp4 --zoom 2 | ffplay -fflags nobuffer -"},
      entries, std::move(arguments), video_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error()};
  }
  if (!source.given()) {
    return Error{
        "--source is missing: give a file, a URI such as rtsp://host/stream, or "
        "scene:court"};
  }
  const auto common = finish_common(raw, options.common, video_fd);
  const auto from = parse_source(source.raw);
  const auto rate = parse_frame_rate(fps.given() ? fps.raw : "30");
  const std::string finding = check_all({
      common ? "" : common.error(),
      from ? "" : from.error(),
      rate ? "" : rate.error(),
      rate && from && fps.given() && !from->scene && rate->denominator != 1
          ? "--fps of a file or URI is a limit in whole frames a second, 1 to 1000"
          : "",
      check_side("width", options.width, 0),
      check_side("height", options.height, 0),
      check_framing(options.framing),
      options.start_seconds >= 0 && options.start_seconds <= 1e6
          ? ""
          : "--start-seconds is 0 to 1000000",
  });
  if (!finding.empty()) {
    return Error{finding};
  }
  options.common = *common;
  options.source = *from;
  options.fps = *rate;
  options.max_fps = fps.given() ? rate->per_second() : 0;
  options.loop = loop != FALSE;
  if (options.width == 0 && options.height == 0) {
    options.width = 1280;
    options.height = 720;
  }
  return options;
}

}  // namespace gimbal

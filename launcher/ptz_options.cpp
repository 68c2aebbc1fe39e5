#include "launcher/ptz_options.hpp"

#include "launcher/command_line.hpp"
#include "lib/base/text.hpp"

namespace gimbal {

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

/// What GOption fills.
struct PtzArguments {
  CommonArguments common;
  Text source;
  Text fps;
  Text mode;
  Text profile;
  Text method;
  Text aspect;
  Text lookahead;
  Text detector_latency;
  Text tracking;
  Text tracking_format;
  Text tracking_size;
  Text tracking_fps;
  Text tracking_camera;
  gboolean loop = FALSE;
};

std::vector<GOptionEntry> ptz_entries(PtzOptions& options, PtzArguments& raw) {
  return {
      entry("source", G_OPTION_ARG_FILENAME, &raw.source.raw,
            "a file, a URI, or scene:bars, scene:gradient, scene:court", "URI"),
      entry("width", G_OPTION_ARG_INT, &options.width,
            "of the output (default: follows the height, or 1280)", "PIXELS"),
      entry("height", G_OPTION_ARG_INT, &options.height,
            "of the output (default: follows the width, or 720)", "PIXELS"),
      entry("fps", G_OPTION_ARG_STRING, &raw.fps.raw,
            "at most so many frames a second; of a scene exactly so many", "RATE"),
      entry("center-x", G_OPTION_ARG_DOUBLE, &options.framing.center_x,
            "centre of the crop, 0 (left) to 1 (default: 0.5)", "FRACTION"),
      entry("center-y", G_OPTION_ARG_DOUBLE, &options.framing.center_y,
            "centre of the crop, 0 (top) to 1 (default: 0.5)", "FRACTION"),
      entry("zoom", G_OPTION_ARG_DOUBLE, &options.framing.zoom,
            "1 is the largest crop, 2 half its width (default: 1)", "FACTOR"),
      entry("start-seconds", G_OPTION_ARG_DOUBLE, &options.start_seconds,
            "where to begin in a file (default: 0)", "SECONDS"),
      entry("loop", G_OPTION_ARG_NONE, &raw.loop, "begin again at the end of a file", nullptr),
      entry("mode", G_OPTION_ARG_STRING, &raw.mode.raw, "manual, follow or hold (default: manual)",
            "NAME"),
      entry("profile", G_OPTION_ARG_STRING, &raw.profile.raw,
            "how it follows: calm, balanced or action (default: balanced)", "NAME"),
      entry("tracking", G_OPTION_ARG_FILENAME, &raw.tracking.raw,
            "what a detector says: a file, a FIFO or - for standard input", "-|PATH"),
      entry("tracking-format", G_OPTION_ARG_STRING, &raw.tracking_format.raw,
            "auto, record, frigate, deepstream, onvif, mot or coco (default: auto)", "NAME"),
      entry("tracking-size", G_OPTION_ARG_STRING, &raw.tracking_size.raw,
            "of the picture that the detector sees, where it counts pixels (default: the source's)",
            "WIDTHxHEIGHT"),
      entry("tracking-fps", G_OPTION_ARG_STRING, &raw.tracking_fps.raw,
            "of a detector that numbers frames (default: the source's)", "RATE"),
      entry("tracking-camera", G_OPTION_ARG_FILENAME, &raw.tracking_camera.raw,
            "the one to take, where the detector's messages name several", "NAME"),
      entry("lookahead", G_OPTION_ARG_STRING, &raw.lookahead.raw,
            "show the video so much later than its detections, up to 1.5s (default: 0)",
            "DURATION"),
      entry("detector-latency", G_OPTION_ARG_STRING, &raw.detector_latency.raw,
            "age of a record without timestamp when it comes, up to 10s (default: 0)", "DURATION"),
      entry("method", G_OPTION_ARG_STRING, &raw.method.raw,
            "of resampling: auto, bilinear, bicubic or lanczos (default: auto)", "NAME"),
      entry("aspect", G_OPTION_ARG_STRING, &raw.aspect.raw,
            "where the source has another shape: crop, pad or stretch (default: crop)", "NAME"),
  };
}

/// A property of the camera that takes a few names.
struct NamedChoice {
  const char* option;
  const Text& said;
  std::string& target;
  std::vector<std::string_view> names;
};

std::string finish_choice(const NamedChoice& choice) {
  if (!choice.said.given()) {
    return "";
  }
  choice.target = choice.said.raw;
  std::string known;
  for (const std::string_view name : choice.names) {
    if (choice.target == name) {
      return "";
    }
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  return std::string("--") + choice.option + " " + choice.target + " is not known: choose one of " +
         known;
}

std::string finish_duration(const char* option, const Text& said, std::int64_t most,
                            std::int64_t& target) {
  if (!said.given()) {
    return "";
  }
  const auto duration = parse_duration(option, said.raw, most);
  if (duration) {
    target = *duration;
  }
  return duration ? "" : duration.error();
}

/// What a parser makes of what was said; nothing said leaves `target`.
template <class T, class Target>
std::string finish_value(const Text& said, Result<T> (*parse)(const std::string&), Target& target) {
  if (!said.given()) {
    return "";
  }
  auto value = parse(said.raw);
  if (value) {
    target = *value;
  }
  return value ? "" : value.error();
}

std::string finish_tracking(const PtzArguments& raw, TrackingOptions& tracking) {
  tracking.path = raw.tracking.value_or("");
  tracking.camera = raw.tracking_camera.value_or("");
  return check_all({
      raw.tracking.given() && tracking.path.empty() ? "--tracking needs - or a file name" : "",
      finish_value<TrackingFormat>(
          raw.tracking_format,
          [](const std::string& text) {
            auto format = tracking_format_from_name(text);
            return format ? format : Error{"--tracking-format: " + format.error()};
          },
          tracking.format),
      finish_value<PixelCounts>(
          raw.tracking_size,
          [](const std::string& text) { return parse_size("tracking-size", text); }, tracking.size),
      finish_value<FrameRate>(
          raw.tracking_fps,
          [](const std::string& text) { return parse_frame_rate_of("tracking-fps", text); },
          tracking.frame_rate),
      check_camera("tracking-camera", raw.tracking_camera),
  });
}

std::string finish_camera(const PtzArguments& raw, CameraOptions& camera) {
  constexpr std::int64_t kMostLookahead = 1'500'000'000;
  constexpr std::int64_t kMostDetectorLatency = 10'000'000'000;
  return check_all({
      finish_choice({"mode", raw.mode, camera.mode, {"manual", "follow", "hold"}}),
      finish_choice({"profile", raw.profile, camera.profile, {"calm", "balanced", "action"}}),
      finish_choice(
          {"method", raw.method, camera.method, {"auto", "bilinear", "bicubic", "lanczos"}}),
      finish_choice({"aspect", raw.aspect, camera.aspect, {"crop", "pad", "stretch"}}),
      finish_duration("lookahead", raw.lookahead, kMostLookahead, camera.lookahead),
      finish_duration("detector-latency", raw.detector_latency, kMostDetectorLatency,
                      camera.detector_latency),
      finish_tracking(raw, camera.tracking),
  });
}

}  // namespace

Result<PtzOptions> read_ptz_options(std::vector<std::string> arguments, int video_fd) {
  PtzOptions options;
  options.common.start_timeout = 20;  // a network source may take its time
  PtzArguments raw;
  std::vector<GOptionEntry> entries = ptz_entries(options, raw);
  add_common_entries(raw.common, options.common, entries);
  entries.push_back({});
  const auto go_on = parse_command_line(
      {"ptz", "Writes a virtual PTZ camera, cut out of a wide picture, to standard output.",
       "Example: gimbal ptz --source clip.mp4 --zoom 2 | ffplay -fflags nobuffer -"},
      entries, std::move(arguments), video_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error()};
  }
  if (!raw.source.given()) {
    return Error{
        "--source is missing: give a file, a URI such as rtsp://host/stream, or "
        "scene:court"};
  }
  const auto common = finish_common(raw.common, options.common, video_fd);
  const auto from = parse_source(raw.source.raw);
  const auto rate = parse_frame_rate(raw.fps.value_or("30"));
  const std::string finding = check_all({
      common ? "" : common.error(),
      from ? "" : from.error(),
      rate ? "" : rate.error(),
      rate && from && raw.fps.given() && !from->scene && rate->denominator != 1
          ? "--fps of a file or URI is a limit in whole frames a second, 1 to 1000"
          : "",
      check_side("width", options.width, 0),
      check_side("height", options.height, 0),
      check_framing(options.framing),
      finish_camera(raw, options.camera),
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
  options.max_fps = raw.fps.given() ? rate->per_second() : 0;
  options.loop = raw.loop != FALSE;
  if (options.width == 0 && options.height == 0) {
    options.width = 1280;
    options.height = 720;
  }
  return options;
}

}  // namespace gimbal

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

void add_ptz_entries(PtzOptions& options, Text& source, Text& fps, gboolean& loop,
                     std::vector<GOptionEntry>& entries) {
  entries = {
      entry("source", G_OPTION_ARG_FILENAME, &source.raw,
            "a file, a URI, or scene:bars, scene:gradient, scene:court", "URI"),
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
  options.common.start_timeout = 20;  // a network source may take its time
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
  const auto rate = parse_frame_rate(fps.value_or("30"));
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

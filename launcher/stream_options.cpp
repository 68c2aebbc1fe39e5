#include "launcher/stream_options.hpp"

#include <sys/stat.h>

#include "gst-plugins/support/handles.hpp"
#include "launcher/command_line.hpp"
#include "launcher/environment_options.hpp"
#include "lib/base/instance_id.hpp"
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
  Text encoder;
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
                          "h264 (Annex B), mpegts, flv or mjpeg (default: h264)", "FORMAT"));
  entries.push_back(entry("bitrate", G_OPTION_ARG_STRING, &raw.bitrate.raw,
                          "bits a second, 6M or 800k (default: 6M)", "RATE"));
  entries.push_back(entry(
      "gop", G_OPTION_ARG_INT, &options.gop,
      "frames from one keyframe to the next (default: one second; 30 of a file or URI)", "FRAMES"));
  entries.push_back(entry("quality", G_OPTION_ARG_INT, &options.quality,
                          "of mjpeg, 2 (best) to 31 (default: 8)", "Q"));
  entries.push_back(entry("encoder", G_OPTION_ARG_STRING, &raw.encoder.raw,
                          "auto, nvenc, va, x264 or openh264 (default: auto, the first that opens)",
                          "NAME"));
  entries.push_back(entry("force-sw", G_OPTION_ARG_NONE, &options.encoder.force_software,
                          "encode on the CPU", nullptr));
  entries.push_back(entry("output", G_OPTION_ARG_FILENAME, &raw.output.raw,
                          "- is standard output, null is nowhere; a FIFO waits for its readers "
                          "(default: -)",
                          "-|null|PATH"));
  entries.push_back(entry("start-timeout", G_OPTION_ARG_INT, &options.start_timeout,
                          "give up when no picture has come by then; 0 never does", "SECONDS"));
  entries.push_back(entry("stall-timeout", G_OPTION_ARG_INT, &options.stall_timeout,
                          "give up when pictures stop for so long; 0 never does", "SECONDS"));
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
constexpr int kMaxTimeout = 86'400;

std::string check_control_fd(int fd, int video_fd) {
  struct stat info {};
  if (fd < 0 || (fd != video_fd && fstat(fd, &info) == 0 && S_ISSOCK(info.st_mode))) {
    return "";
  }
  return "--control-fd " + std::to_string(fd) + " is not a socket that this process inherited";
}

/// The encoders of earlier producers are taken too: "ffmpeg" meant the CPU, "vpf" NVENC.
Result<EncoderChoice> read_encoder(const std::string& name, int force_software) {
  EncoderChoice choice{name, force_software};
  if (name == "ffmpeg") {
    choice = {"auto", TRUE};
  } else if (name == "vpf") {
    choice.name = "nvenc";
  }
  if (choice.force_software != 0 && is_hardware_encoder(choice.name)) {
    choice.name = "auto";  // --force-sw says: another one than usual
  }
  if (!is_encoder_name(choice.name)) {
    return Error{"--encoder " + name + " is not known: choose auto, nvenc, va, x264 or openh264"};
  }
  return choice;
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
  if (raw.encoder.given()) {
    const auto encoder = read_encoder(raw.encoder.raw, options.encoder.force_software);
    if (!encoder) {
      return Error{encoder.error()};
    }
    options.encoder = *encoder;
  }
  options.output = raw.output.given() ? raw.output.raw : "-";
  options.control_path = raw.control_path.given() ? raw.control_path.raw : "";
  const std::string finding = check_all({
      check_range("gop", options.gop, 0, kMaxGop),
      check_range("quality", options.quality, 2, 31),
      check_range("start-timeout", options.start_timeout, 0, kMaxTimeout),
      check_range("stall-timeout", options.stall_timeout, 0, kMaxTimeout),
      check_control_fd(options.control_fd, video_fd),
      options.format == Format::kMjpeg && options.encoder.name != "auto"
          ? "--encoder is for H.264: leave it out with --format mjpeg"
          : "",
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

namespace {

/// What GOption fills for `gimbal stream`.
struct StreamArguments {
  CommonArguments common;
  Text fps;
  Text scene;
  Text renderer;
  Text shader;
  Text frames;
  Text instance_id;
  Text stdout_chunk;
  gint64 seed = 1;
  gboolean no_stamp = FALSE;
  gboolean debug = FALSE;
};

std::vector<GOptionEntry> stream_entries(StreamArguments& raw, StreamOptions& options) {
  std::vector<GOptionEntry> entries{
      entry("width", G_OPTION_ARG_INT, &options.width, "of the picture (default: 1280)", "PIXELS"),
      entry("height", G_OPTION_ARG_INT, &options.height, "of the picture (default: 720)", "PIXELS"),
      entry("fps", G_OPTION_ARG_STRING, &raw.fps.raw, "30, 29.97 or 30000/1001 (default: 30)",
            "RATE"),
      entry("scene", G_OPTION_ARG_STRING, &raw.scene.raw, "bars, gradient or court (default: bars)",
            "NAME"),
      entry("seed", G_OPTION_ARG_INT64, &raw.seed, "of the court's play (default: 1)", "N"),
      entry("shader", G_OPTION_ARG_FILENAME, &raw.shader.raw,
            "draw with this fragment shader (ShaderToy's names)", "FILE"),
      entry("renderer", G_OPTION_ARG_FILENAME, &raw.renderer.raw,
            "draw with this library; egl: a scene with OpenGL (default), cpu: a scene without",
            "egl|cpu|LIBRARY"),
      entry("frames", G_OPTION_ARG_FILENAME, &raw.frames.raw,
            "show the frames that another process writes here", "PIPE|shm:NAME"),
      entry("no-frame-stamp", G_OPTION_ARG_NONE, &raw.no_stamp,
            "leave out the machine-readable frame number", nullptr),
      entry("device", G_OPTION_ARG_INT, &options.device,
            "EGL device to draw on (default: the best)", "INDEX"),
      entry("cuda-device", G_OPTION_ARG_INT, &options.cuda_device,
            "draw on the EGL device that is this CUDA device", "N"),
      entry("device-idx", G_OPTION_ARG_INT, &options.device_idx,
            "as --cuda-device; without meaning where there is no CUDA", "N"),
      entry("instance-id", G_OPTION_ARG_STRING, &raw.instance_id.raw,
            "names the stream in messages", "ID"),
      entry("debug", G_OPTION_ARG_NONE, &raw.debug, "say what is decided, and why", nullptr),
      entry("stdout-chunk", G_OPTION_ARG_STRING, &raw.stdout_chunk.raw,
            "has no meaning any more: whole frames are written", "BYTES"),
  };
  add_common_entries(raw.common, options.common, entries);
  entries.push_back({});
  return entries;
}

std::string check_instance_id(const Text& id) {
  return !id.given() || is_instance_id(id.raw) ? ""
                                               : "--instance-id is up to 64 letters, digits, dots, "
                                                 "hyphens and underscores, the first a "
                                                 "letter or a digit";
}

RendererChoice read_renderer(const StreamArguments& raw) {
  RendererChoice renderer;
  const std::string name = raw.renderer.given() ? raw.renderer.raw : "egl";
  renderer.cpu = name == "cpu";
  renderer.library = name == "cpu" || name == "egl" ? "" : name;
  renderer.shader = raw.shader.given() ? raw.shader.raw : "";
  renderer.frames = raw.frames.given() ? raw.frames.raw : "";
  renderer.scene = scene_from_name(raw.scene.given() ? raw.scene.raw : "bars").value_or(Scene{});
  renderer.seed = static_cast<std::uint64_t>(raw.seed);
  return renderer;
}

std::string check_renderer(const StreamArguments& raw, const RendererChoice& renderer) {
  const int others = (renderer.shader.empty() ? 0 : 1) + (renderer.library.empty() ? 0 : 1) +
                     (renderer.frames.empty() ? 0 : 1);
  if (others + (raw.scene.given() || renderer.cpu ? 1 : 0) > 1) {
    return "a camera shows one thing: choose one of --scene, --shader, --renderer and --frames";
  }
  if (raw.scene.given() && !scene_from_name(raw.scene.raw)) {
    return "--scene " + std::string(raw.scene.raw) +
           " is not known: choose bars, gradient or court";
  }
  return raw.seed >= 0 ? "" : "--seed is 0 or more";
}

/// Options and, before them, those of the environment (GIMBAL_FPS is --fps).
Result<bool> parse_stream_arguments(const std::vector<GOptionEntry>& entries,
                                    const std::vector<std::string>& arguments, int video_fd) {
  auto all = environment_arguments(entries);
  if (!all) {
    return Error{all.error()};
  }
  all->insert(all->end(), arguments.begin(), arguments.end());
  return parse_command_line({"stream", "Writes a rendered camera to standard output.",
                             "Each option may also be given as an environment variable: "
                             "GIMBAL_FPS=60 is --fps 60.\n\n"
                             "Example: gimbal stream --fps 60 | ffplay -fflags nobuffer -"},
                            entries, std::move(*all), video_fd);
}

}  // namespace

Result<StreamOptions> read_stream_options(const std::vector<std::string>& arguments, int video_fd) {
  StreamOptions options;
  options.common.start_timeout = 10;
  options.common.stall_timeout = 10;
  StreamArguments raw;
  const auto entries = stream_entries(raw, options);
  const auto go_on = parse_stream_arguments(entries, arguments, video_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error() + environment_note(entries)};
  }
  const auto common = finish_common(raw.common, options.common, video_fd);
  const auto rate = parse_frame_rate(raw.fps.given() ? raw.fps.raw : "30");
  options.renderer = read_renderer(raw);
  const std::string finding = check_all({
      common ? "" : common.error(),
      rate ? "" : rate.error(),
      check_renderer(raw, options.renderer),
      check_instance_id(raw.instance_id),
      check_side("width", options.width, 16),
      check_side("height", options.height, 16),
      check_range("device", options.device, -1, 255),
      check_range("cuda-device", options.cuda_device, -1, 255),
      check_range("device-idx", options.device_idx, -1, 255),
  });
  if (!finding.empty()) {
    return Error{finding + environment_note(entries)};
  }
  options.common = *common;
  options.fps = *rate;
  options.frame_stamp = raw.no_stamp == FALSE;
  options.instance_id = raw.instance_id.given() ? raw.instance_id.raw : "";
  options.debug = raw.debug != FALSE;
  if (raw.stdout_chunk.given()) {
    options.without_meaning.emplace_back("--stdout-chunk: whole frames are written");
  }
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

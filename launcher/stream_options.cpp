#include "launcher/stream_options.hpp"

#include "launcher/command_line.hpp"
#include "launcher/environment_options.hpp"
#include "lib/base/instance_id.hpp"

namespace gimbal {

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
  const std::string name = raw.renderer.value_or("egl");
  renderer.cpu = name == "cpu";
  renderer.library = name == "cpu" || name == "egl" ? "" : name;
  renderer.shader = raw.shader.value_or("");
  renderer.frames = raw.frames.value_or("");
  renderer.scene = scene_from_name(raw.scene.value_or("bars")).value_or(Scene{});
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
  const auto rate = parse_frame_rate(raw.fps.value_or("30"));
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
  options.instance_id = raw.instance_id.value_or("");
  options.debug = raw.debug != FALSE;
  if (raw.stdout_chunk.given()) {
    options.without_meaning.emplace_back("--stdout-chunk: whole frames are written");
  }
  return options;
}

}  // namespace gimbal

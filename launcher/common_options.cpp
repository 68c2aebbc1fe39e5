#include "launcher/common_options.hpp"

#include <sys/stat.h>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

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

}  // namespace

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

std::string check_camera(const char* option, const Text& said) {
  const bool fits = !said.given() || (*said.raw != '\0' && is_utf8(said.raw));
  return fits ? "" : std::string("--") + option + " is a camera's name, as messages have it";
}

std::string check_side(const char* option, int value, int low) {
  std::string range = check_range(option, value, low, kMaxSide);
  if (range.empty() && value % 2 != 0) {
    return std::string("--") + option + " " + std::to_string(value) + " must be even";
  }
  return range;
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
  options.output = raw.output.value_or("-");
  options.control_path = raw.control_path.value_or("");
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

}  // namespace gimbal

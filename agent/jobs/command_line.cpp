// Builds argument vectors for `gimbal ptz`.
#include "agent/jobs/command_line.hpp"

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

std::vector<std::string> ptz_command(const std::string& program, const std::string& source,
                                     const std::string& format, const std::string& output) {
  return {program,
          "ptz",
          "--source=" + source,
          "--control-fd=" + std::to_string(kChildControlFd),
          "--format=" + format,
          "--output=" + output};
}

}  // namespace

std::vector<std::string> preview_command(const std::string& program,
                                         const PreviewSettings& settings) {
  auto command = ptz_command(program, settings.source, "mjpeg", "-");
  if (settings.scale.width) {
    command.push_back("--width=" + std::to_string(*settings.scale.width));
  }
  if (settings.scale.height) {
    command.push_back("--height=" + std::to_string(*settings.scale.height));
  }
  command.push_back("--fps=" + std::to_string(settings.fps));
  command.push_back("--quality=" + std::to_string(settings.quality));
  command.push_back("--center-x=" + format_number(settings.framing.center_x));
  command.push_back("--center-y=" + format_number(settings.framing.center_y));
  command.push_back("--zoom=" + format_number(settings.framing.zoom));
  if (settings.start_seconds > 0) {
    command.push_back("--start-seconds=" + format_number(settings.start_seconds));
  }
  if (settings.loop) {
    command.push_back("--loop");
  }
  return command;
}

std::vector<std::string> ingest_command(const std::string& program,
                                        const IngestSettings& settings) {
  auto command = ptz_command(program, settings.source, "mpegts", settings.output);
  command.push_back("--width=" + std::to_string(settings.width));
  command.push_back("--height=" + std::to_string(settings.height));
  command.push_back("--bitrate=" + std::to_string(settings.profile.bitrate));
  return command;
}

}  // namespace gimbal

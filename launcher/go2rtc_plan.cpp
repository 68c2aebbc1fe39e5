#include "launcher/go2rtc_plan.hpp"

#include <glib.h>

#include <map>

#include "gst-plugins/support/handles.hpp"
#include "launcher/option_values.hpp"
#include "lib/codec/go2rtc_command.hpp"

namespace gimbal {

namespace {

/// Reads a FIFO for go2rtc. In this place it is on Debian as in go2rtc's own container image.
constexpr const char* kFifoReader = "/bin/cat";

using Words = std::vector<std::string>;

/// What a command template may ask for.
std::map<std::string, std::string> template_values(const Go2rtcOptions& options,
                                                   const std::string& program, int index,
                                                   const std::string& fifo) {
  std::map<std::string, std::string> values{
      {"program", program},
      {"index", std::to_string(index)},
      {"width", "1280"},
      {"height", "720"},
      {"fps", "30"},
      {"bitrate", "6M"},
      {"renderer", "egl"},
      {"encoder", "auto"},
      {"device_idx", "0"},
      {"format", options.format},
      {"instance_id", options.instance_prefix + "-" + std::to_string(index)},
  };
  for (const auto& [name, value] : options.camera) {
    values[name == "device-idx" ? "device_idx" : name] = value;
  }
  const auto rate = parse_frame_rate(values["fps"]);
  values.emplace("gop", std::to_string(rate ? rate->per_second() : 1));
  if (options.fifo) {
    values.emplace("fifo", fifo);
  }
  return values;
}

Words own_command(const Go2rtcOptions& options, const std::string& program, const std::string& id,
                  const std::string& fifo) {
  Words words = options.ptz ? Words{program, "ptz", "--source", options.source_uri}
                            : Words{program, "stream", "--instance-id", id};
  for (const auto& [name, value] : options.camera) {
    words.insert(words.end(), {"--" + name, value});
  }
  if (options.force_software) {
    words.emplace_back("--force-sw");
  }
  words.insert(words.end(), {"--format", options.format});
  if (options.fifo) {
    words.insert(words.end(), {"--output", fifo});
  }
  return words;
}

/// The template filled in, its program with its whole path, as go2rtc's list of allowed programs
/// needs it.
Result<Words> template_command(const Go2rtcOptions& options,
                               const std::map<std::string, std::string>& values) {
  if (options.fifo && options.command.find("{fifo}") == std::string::npos) {
    return Error{"--exec-cmd-template says nowhere what to write to: {fifo} is the FIFO"};
  }
  auto words = expand_go2rtc_command(options.command, values);
  if (!words) {
    return Error{"--exec-cmd-template: " + words.error()};
  }
  const CharHandle found(g_find_program_in_path(words->front().c_str()));
  if (!found) {
    return Error{"--exec-cmd-template: " + words->front() + " is not a program that can be run"};
  }
  words->front() = CharHandle(g_canonicalize_filename(found.get(), nullptr)).get();
  return words;
}

Result<Go2rtcCamera> plan_camera(const Go2rtcOptions& options, const std::string& program,
                                 int index) {
  const std::string id = options.instance_prefix + "-" + std::to_string(index);
  const std::string file_name = id + (options.format == "h264" ? ".h264" : ".ts");
  Go2rtcCamera camera;
  camera.fifo = options.fifo ? options.fifo_dir + "/" + file_name : "";
  if (options.command.empty()) {
    camera.command = own_command(options, program, id, camera.fifo);
  } else {
    auto words = template_command(options, template_values(options, program, index, camera.fifo));
    if (!words) {
      return Error{words.error()};
    }
    camera.command = *words;
  }
  if (!options.wrapper.empty()) {
    camera.command.insert(camera.command.begin(), options.wrapper);
  }
  const Words source =
      options.fifo ? Words{kFifoReader, options.go2rtc_fifo_dir + "/" + file_name} : camera.command;
  const auto text = join_go2rtc_command(source);
  if (!text) {
    return Error{text.error()};
  }
  camera.stream = {id, *text, source.front()};
  return camera;
}

}  // namespace

Result<std::vector<Go2rtcCamera>> plan_go2rtc(const Go2rtcOptions& options,
                                              const std::string& program) {
  std::vector<Go2rtcCamera> cameras;
  for (int index = 0; index < options.workers; ++index) {
    auto camera = plan_camera(options, program, index);
    if (!camera) {
      return Error{camera.error()};
    }
    cameras.push_back(std::move(*camera));
  }
  return cameras;
}

}  // namespace gimbal

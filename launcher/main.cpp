// gimbal: virtual cameras from the command line.
#include <unistd.h>

#include <cstdlib>
#include <map>

#include "launcher/command_line.hpp"
#include "launcher/commands.hpp"
#include "launcher/parent_watch.hpp"
#include "launcher/video_fd.hpp"

namespace {

constexpr const char* kUsage =
    "Usage: gimbal COMMAND [OPTION…]\n\n"
    "Virtual cameras: live video with no camera operator and no screen.\n\n"
    "  stream     write a rendered camera to standard output\n"
    "  ptz        write a virtual PTZ camera, cut out of a wide picture, to standard output\n"
    "  go2rtc     write a configuration with which go2rtc serves cameras\n"
    "  track      tell a runner what a detector sees, as the metrics of one of its jobs\n"
    "  ingest     start a runner's ingest job, track it, and stop it at the end\n"
    "  pipeline   print the gst-launch-1.0 line of a stream\n"
    "  doctor     say what this machine can do, and what is missing\n\n"
    "gimbal COMMAND --help explains a command.\n";

using Command = int (*)(const std::vector<std::string>&, int);

int run(const std::vector<std::string>& words, int video_fd) {
  const std::map<std::string, Command> commands{
      {"stream", gimbal::stream_command},     {"ptz", gimbal::ptz_command},
      {"pipeline", gimbal::pipeline_command}, {"doctor", gimbal::doctor_command},
      {"go2rtc", gimbal::go2rtc_command},     {"track", gimbal::track_command},
      {"ingest", gimbal::ingest_command},
  };
  if (words.empty()) {
    gimbal::report_error(
        "",
        "say what to do: stream, ptz, go2rtc, track, ingest, pipeline or doctor. See gimbal "
        "--help.");
    return 2;
  }
  const std::string& name = words.front();
  if (name == "--help" || name == "help") {
    gimbal::write_text(video_fd, kUsage);
    return 0;
  }
  if (name == "--version") {
    gimbal::write_text(video_fd, "gimbal " GIMBAL_VERSION "\n");
    return 0;
  }
  const auto command = commands.find(name);
  if (command == commands.end()) {
    gimbal::report_error("", "unknown command " + name + ". See gimbal --help.");
    return 2;
  }
  return command->second({words.begin() + 1, words.end()}, video_fd);
}

/// The first line on standard error is ours: what a user sees of a stream that fails is little
/// more.
void silence_libraries() {
  setenv("EGL_LOG_LEVEL", "fatal", 0);
  setenv("LIBVA_MESSAGING_LEVEL", "0", 0);
}

}  // namespace

int main(int argc, char** argv) {
  gimbal::ParentWatch::remember_parent();
  silence_libraries();
  const int video_fd = gimbal::take_standard_output();
  return run({argv + (argc > 0 ? 1 : 0), argv + argc}, video_fd);
}

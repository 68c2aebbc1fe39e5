// `gimbal pipeline`: prints the gst-launch-1.0 line of a stream.
#include <unistd.h>

#include "launcher/command_line.hpp"
#include "launcher/commands.hpp"
#include "launcher/pipeline_plan.hpp"
#include "launcher/stream_options.hpp"
#include "launcher/stream_plan.hpp"

namespace gimbal {

namespace {

constexpr const char* kUsage =
    "Usage: gimbal pipeline stream|ptz [OPTION…]\n\n"
    "Prints the gst-launch-1.0 line of the stream that `gimbal stream` or `gimbal ptz` makes\n"
    "with the same options.\n";

int print_plan(const PipelinePlan& plan, int fd) {
  const auto line = launch_line(plan);
  if (!line) {
    report_error("pipeline", line.error());
    return 1;
  }
  write_text(fd, *line + "\n");
  return 0;
}

/// Without an error text, help was asked for and is printed.
int end_without_plan(const std::string& error) {
  if (error.empty()) {
    return 0;
  }
  report_error("pipeline", error);
  return 2;
}

}  // namespace

int pipeline_command(const std::vector<std::string>& arguments, int video_fd) {
  const std::string kind = arguments.empty() ? "" : arguments.front();
  if (kind == "--help") {
    write_text(video_fd, kUsage);
    return 0;
  }
  const std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1),
                                      arguments.end());
  // gst-launch-1.0 leaves standard output where it is.
  if (kind == "stream") {
    const auto options = read_stream_options(rest, video_fd);
    return options ? print_plan(plan_stream(*options, STDOUT_FILENO), video_fd)
                   : end_without_plan(options.error());
  }
  if (kind == "ptz") {
    const auto options = read_ptz_options(rest, video_fd);
    return options ? print_plan(plan_ptz(*options, STDOUT_FILENO), video_fd)
                   : end_without_plan(options.error());
  }
  return end_without_plan("say which pipeline: gimbal pipeline stream, or gimbal pipeline ptz");
}

}  // namespace gimbal

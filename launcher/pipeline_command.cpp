// `gimbal pipeline`: prints the gst-launch-1.0 line of a stream.
#include <unistd.h>

#include "launcher/command_line.hpp"
#include "launcher/commands.hpp"
#include "launcher/log.hpp"
#include "launcher/stream_setup.hpp"

namespace gimbal {

namespace {

constexpr const char* kUsage =
    "Usage: gimbal pipeline stream|ptz [OPTION…]\n\n"
    "Prints the gst-launch-1.0 line of the stream that `gimbal stream` or `gimbal ptz` makes\n"
    "with the same options on this machine.\n";

int failed(const std::string& error, int status) {
  report_error("pipeline", error);
  return status;
}

int print_line(const PipelinePlan& plan, int fd) {
  const auto line = launch_line(plan);
  if (!line) {
    return failed(line.error(), 1);
  }
  write_text(fd, *line + "\n");
  return 0;
}

/// The whole line: gst-launch-1.0 leaves standard output where it is.
PipelinePlan with_output(PipelinePlan plan, const CommonOptions& options) {
  plan.push_back(output_step(options, STDOUT_FILENO));
  return plan;
}

PipelinePlan whole_ptz(const PtzOptions& options, const EncoderRung* encoder) {
  PipelinePlan plan = with_output(plan_ptz(options, encoder), options.common);
  if (!options.camera.tracking.path.empty()) {
    plan.push_back(tracking_step(options.camera.tracking.path));
  }
  return plan;
}

/// `options` as read; without an error text, help was asked for and is printed.
template <class Options, class Plan>
int print_stream(const Result<Options>& options, Plan plan, int fd) {
  if (!options) {
    return options.error().empty() ? 0 : failed(options.error(), 2);
  }
  const auto setup = choose_setup(*options);
  return setup ? print_line(plan(*setup), fd) : failed(setup.error(), 1);
}

}  // namespace

int pipeline_command(const std::vector<std::string>& arguments, int video_fd) {
  gst_init(nullptr, nullptr);
  init_log();
  const std::string kind = arguments.empty() ? "" : arguments.front();
  if (kind == "--help") {
    write_text(video_fd, kUsage);
    return 0;
  }
  const std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1),
                                      arguments.end());
  if (kind == "stream") {
    auto options = read_stream_options(rest, video_fd);
    if (options) {
      apply_device_idx(*options);
    }
    return print_stream(
        options,
        [&](const StreamSetup& setup) {
          return with_output(plan_stream(*options, setup.path, setup.rung()), options->common);
        },
        video_fd);
  }
  if (kind == "ptz") {
    const auto options = read_ptz_options(rest, video_fd);
    return print_stream(
        options, [&](const StreamSetup& setup) { return whole_ptz(*options, setup.rung()); },
        video_fd);
  }
  return failed("say which pipeline: gimbal pipeline stream, or gimbal pipeline ptz", 2);
}

}  // namespace gimbal

// `gimbal stream`: a rendered camera, as fast to its first byte as it can be.
#include <gst/gst.h>

#include <cstdlib>
#include <thread>

#include "launcher/commands.hpp"
#include "launcher/log.hpp"
#include "launcher/plugin_files.hpp"
#include "launcher/stop_signals.hpp"
#include "launcher/stream_session.hpp"
#include "launcher/stream_setup.hpp"
#include "lib/egl/egl_devices.hpp"

namespace gimbal {

namespace {

/// Opening a device loads its driver, a large part of the time to the first byte: it goes on beside
/// the rest of the start. What it finds, and what is wrong, the source finds again.
std::thread open_device_meanwhile(const StreamOptions& options) {
  if (options.renderer.cpu) {
    return {};
  }
  return std::thread([choice = EglDeviceChoice{options.device, options.cuda_device}] {
    if (const auto devices = list_egl_devices()) {
      choose_egl_device(*devices, choice);
    }
  });
}

/// Joins at the end of the scope, however that is left.
class Joined {
 public:
  explicit Joined(std::thread thread) : thread_(std::move(thread)) {}
  ~Joined() {
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  Joined(const Joined&) = delete;
  Joined& operator=(const Joined&) = delete;

 private:
  std::thread thread_;
};

void set_up_log(const StreamOptions& options) {
  init_log();
  if (options.debug) {
    gst_debug_set_active(TRUE);
    gst_debug_set_threshold_from_string("gimbal:5", FALSE);
  }
  for (const std::string& option : options.without_meaning) {
    GST_DEBUG("no meaning any more: %s", option.c_str());
  }
}

SessionOptions session_options(const StreamOptions& options, const OutputTarget& output) {
  SessionOptions session;
  session.name = "gimbal stream";
  session.name += options.instance_id.empty() ? "" : " " + options.instance_id;
  session.output = output;
  session.bitrate = options.common.bitrate;
  session.control_fd = options.common.control_fd;
  session.control_path = options.common.control_path;
  // A slow stream may have its pictures further apart than the limit.
  const int two_frames = 2 * options.fps.denominator / options.fps.numerator + 1;
  session.start_timeout = std::chrono::seconds(options.common.start_timeout);
  session.stall_timeout = std::chrono::seconds(
      options.common.stall_timeout == 0 ? 0 : std::max(options.common.stall_timeout, two_frames));
  session.rebuild = true;
  return session;
}

}  // namespace

int stream_command(const std::vector<std::string>& arguments, int video_fd) {
  end_on_stop_signals();
  auto options = read_stream_options(arguments, video_fd);
  if (!options) {
    return end_without_stream("stream", options.error());
  }
  const auto output = open_output(options->common.output, video_fd);
  if (!output) {
    report_error("stream", output.error());
    return 1;
  }
  init_gstreamer_without_registry();
  set_up_log(*options);
  apply_device_idx(*options);
  // The dynamic loader does one thing at a time, and a GL driver keeps it busy for long: what the
  // encoder's trial needs goes first, so that the two go on side by side.
  load_plugins_of("x264enc h264parse");
  const Joined device(open_device_meanwhile(*options));
  StreamSession* session = nullptr;
  const auto make_pipeline = [&]() -> Result<ElementHandle> {
    const auto setup = choose_setup(*options);
    if (!setup) {
      return Error{setup.error()};
    }
    session->set_path(name_of(setup->path));
    PipelinePlan plan = plan_stream(*options, setup->path, setup->rung());
    plan.push_back(app_output_step());
    return build_pipeline(plan);
  };
  StreamSession stream(make_pipeline, session_options(*options, *output));
  session = &stream;
  return stream.run();
}

}  // namespace gimbal

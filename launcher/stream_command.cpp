// `gimbal stream`: a rendered camera, as fast to its first byte as it can be.
#include <gst/gst.h>

#include "launcher/commands.hpp"
#include "launcher/device_opening.hpp"
#include "launcher/heap.hpp"
#include "launcher/log.hpp"
#include "launcher/plugin_files.hpp"
#include "launcher/stop_signals.hpp"
#include "launcher/stream_session.hpp"
#include "launcher/stream_setup.hpp"

namespace gimbal {

namespace {

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
  set_up_heap();
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
  apply_device_idx(*options);
  start_without_registry();
  DeviceOpening device;
  if (!options->renderer.cpu) {
    device.begin({options->device, options->cuda_device});
  }
  init_gstreamer();
  set_up_log(*options);
  prepare_encoder_trials(options->common.encoder);  // which go on while the driver is loaded
  device.load_driver();
  StreamSession* session = nullptr;
  const auto make_pipeline = [&]() -> Result<ElementHandle> {
    const auto setup = choose_setup(*options);
    if (!setup) {
      return Error{setup.error()};
    }
    session->set_path(name_of(setup->path));
    PipelinePlan plan = plan_stream(*options, setup->path, setup->rung());
    plan.push_back(app_output_step());
    auto pipeline = build_pipeline(plan);
    device.finish();
    allow_registry();
    return pipeline;
  };
  StreamSession stream(make_pipeline, session_options(*options, *output));
  session = &stream;
  return stream.run();
}

}  // namespace gimbal

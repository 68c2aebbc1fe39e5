// `gimbal ptz`: a virtual PTZ camera, cut out of a file, a network stream or a scene.
#include <gst/gst.h>

#include "launcher/commands.hpp"
#include "launcher/heap.hpp"
#include "launcher/log.hpp"
#include "launcher/stop_signals.hpp"
#include "launcher/stream_session.hpp"
#include "launcher/stream_setup.hpp"

namespace gimbal {

namespace {

/// Low latency and TCP: UDP loses packets without a word, and two seconds are an age in live video.
void on_source_setup(GstElement*, GstElement* source, gpointer) {
  GObjectClass* klass = G_OBJECT_GET_CLASS(source);
  if (g_object_class_find_property(klass, "protocols") != nullptr &&
      g_object_class_find_property(klass, "latency") != nullptr) {
    gst_util_set_object_arg(G_OBJECT(source), "protocols", "tcp");
    g_object_set(source, "latency", 200U, nullptr);
  }
}

/// Takes pictures only: sound and subtitles would be decoded for nothing. (With look-ahead nothing
/// else gets as far as a decoder.)
gint on_select_stream(GstElement*, GstStreamCollection* collection, GstStream* stream, gpointer) {
  if (!has_video(collection)) {
    return -1;  // as GStreamer likes: the session is about to give up on this source
  }
  return (gst_stream_get_stream_type(stream) & GST_STREAM_TYPE_VIDEO) != 0 ? 1 : 0;
}

void prepare_uri_source(GstElement* pipeline) {
  const ElementHandle source(gst_bin_get_by_name(GST_BIN(pipeline), "source"));
  g_signal_connect(source.get(), "source-setup", G_CALLBACK(on_source_setup), nullptr);
  if (g_signal_lookup("select-stream", G_OBJECT_TYPE(source.get())) != 0) {
    g_signal_connect(source.get(), "select-stream", G_CALLBACK(on_select_stream), nullptr);
  }
}

Result<ElementHandle> make_pipeline(const PtzOptions& options) {
  const auto setup = choose_setup(options);
  if (!setup) {
    return Error{setup.error()};
  }
  PipelinePlan plan = plan_ptz(options, setup->rung());
  plan.push_back(app_output_step());
  if (!options.camera.tracking.path.empty()) {
    plan.push_back(app_tracking_step());
  }
  auto pipeline = build_pipeline(plan);
  if (pipeline && !options.source.scene) {
    prepare_uri_source(pipeline->get());
  }
  return pipeline;
}

SessionOptions session_options(const PtzOptions& options, const OutputTarget& output) {
  const bool from_uri = !options.source.scene;
  SessionOptions session;
  session.name = "gimbal ptz";
  session.output = output;
  session.bitrate = options.common.bitrate;
  session.control_fd = options.common.control_fd;
  session.control_path = options.common.control_path;
  session.has_camera = true;
  session.path = name_of(from_uri ? FramePath::kSystem : FramePath::kReadback);
  session.playback.source_uri = options.source.uri;
  if (from_uri) {
    session.playback.range = {options.start_seconds, options.loop};
  }
  session.start_timeout = std::chrono::seconds(options.common.start_timeout);
  session.stall_timeout = std::chrono::seconds(options.common.stall_timeout);
  session.tracking = options.camera.tracking;
  session.lookahead = static_cast<double>(options.camera.lookahead) / GST_SECOND;
  session.rebuild = !from_uri;  // a source that fails is for whoever supervises the camera
  return session;
}

}  // namespace

int ptz_command(const std::vector<std::string>& arguments, int video_fd) {
  set_up_heap();
  end_on_stop_signals();
  gst_init(nullptr, nullptr);
  init_log();
  const auto options = read_ptz_options(arguments, video_fd);
  if (!options) {
    return end_without_stream("ptz", options.error());
  }
  const auto output = open_output(options->common.output, video_fd);
  if (!output) {
    report_error("ptz", output.error());
    return 1;
  }
  return StreamSession([&options] { return make_pipeline(*options); },
                       session_options(*options, *output))
      .run();
}

}  // namespace gimbal

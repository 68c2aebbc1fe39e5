// `gimbal stream` and `gimbal ptz`: options to a plan, the plan to a pipeline, the pipeline played.
#include <gst/gst.h>

#include <algorithm>

#include "launcher/commands.hpp"
#include "launcher/pipeline_plan.hpp"
#include "launcher/stream_options.hpp"
#include "launcher/stream_plan.hpp"
#include "launcher/stream_session.hpp"

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

/// Takes pictures only: sound and subtitles would be decoded for nothing.
gint on_select_stream(GstElement*, GstStreamCollection* collection, GstStream* stream, gpointer) {
  if (!has_video(collection)) {
    return -1;  // as GStreamer likes: the session is about to give up on this source
  }
  return (gst_stream_get_stream_type(stream) & GST_STREAM_TYPE_VIDEO) != 0 ? 1 : 0;
}

void prepare_uri_source(GstElement* pipeline) {
  const ElementHandle source(gst_bin_get_by_name(GST_BIN(pipeline), "source"));
  g_signal_connect(source.get(), "source-setup", G_CALLBACK(on_source_setup), nullptr);
  g_signal_connect(source.get(), "select-stream", G_CALLBACK(on_select_stream), nullptr);
}

SessionOptions session_options(const std::string& name, const CommonOptions& common, int video_fd) {
  SessionOptions session;
  session.name = "gimbal " + name;
  session.output_fd = common.output == "-" ? video_fd : -1;
  session.control_fd = common.control_fd;
  session.control_path = common.control_path;
  return session;
}

int play(const std::string& name, const PipelinePlan& plan, const SessionOptions& session,
         bool from_uri) {
  auto pipeline = build_pipeline(plan);
  if (!pipeline) {
    report_error(name, pipeline.error());
    return 1;
  }
  if (from_uri) {
    prepare_uri_source(pipeline->get());
  }
  return StreamSession(std::move(*pipeline), session).run();
}

/// Without an error text, help was asked for and is printed.
int end_without_stream(const std::string& name, const std::string& error) {
  if (error.empty()) {
    return 0;
  }
  report_error(name, error);
  return 2;
}

bool output_is_closed(const std::string& name, const CommonOptions& common, int video_fd) {
  if (common.output == "-" && video_fd < 0) {
    report_error(name, "standard output is closed; give it a reader or use --output FILE");
    return true;
  }
  return false;
}

}  // namespace

int stream_command(const std::vector<std::string>& arguments, int video_fd) {
  const auto options = read_stream_options(arguments, video_fd);
  if (!options) {
    return end_without_stream("stream", options.error());
  }
  if (output_is_closed("stream", options->common, video_fd)) {
    return 1;
  }
  SessionOptions session = session_options("stream", options->common, video_fd);
  session.path = "readback";
  return play("stream", plan_stream(*options, video_fd), session, false);
}

int ptz_command(const std::vector<std::string>& arguments, int video_fd) {
  const auto options = read_ptz_options(arguments, video_fd);
  if (!options) {
    return end_without_stream("ptz", options.error());
  }
  if (output_is_closed("ptz", options->common, video_fd)) {
    return 1;
  }
  const bool from_uri = !options->source.scene;
  SessionOptions session = session_options("ptz", options->common, video_fd);
  session.source_uri = options->source.uri;
  session.path = from_uri ? "system" : "readback";
  session.start_seconds = from_uri ? options->start_seconds : 0;
  session.loop = from_uri && options->loop;
  return play("ptz", plan_ptz(*options, video_fd), session, from_uri);
}

}  // namespace gimbal

#include "launcher/stream_plan.hpp"

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

/// Frames between keyframes where the user says nothing and the source's rate is not known.
constexpr int kUnknownRateGop = 30;
/// How much more than the look-ahead is read ahead: room for the lumps that encoded video comes in.
constexpr std::int64_t kBeyondLookahead = 1'000'000'000;

Slots picture_slots(int width, int height, const FrameRate& fps) {
  return {{"width", std::to_string(width)},
          {"height", std::to_string(height)},
          {"framerate", fps.text()}};
}

PlanStep egl_source(const StreamOptions& options) {
  const RendererChoice& renderer = options.renderer;
  PlanStep step{"source-egl", picture_slots(options.width, options.height, options.fps), {}};
  step.slots["scene"] = scene_name(renderer.scene);
  step.slots["seed"] = std::to_string(renderer.seed);
  step.slots["device"] = std::to_string(options.device);
  step.slots["cuda_device"] = std::to_string(options.cuda_device);
  step.slots["frame_stamp"] = options.frame_stamp ? "true" : "false";
  for (const auto& [property, value] : {std::pair{"shader-file", renderer.shader},
                                        {"renderer", renderer.library},
                                        {"frames", renderer.frames}}) {
    if (!value.empty()) {
      step.properties.push_back({"source", property, value});
    }
  }
  return step;
}

PlanStep scene_source(const StreamOptions& options) {
  PlanStep step{"source-scene", picture_slots(options.width, options.height, options.fps), {}};
  step.slots["scene"] = scene_name(options.renderer.scene);
  step.slots["seed"] = std::to_string(options.renderer.seed);
  step.slots["frame_stamp"] = options.frame_stamp ? "true" : "false";
  return step;
}

/// A scene as the wide picture of a virtual PTZ camera.
StreamOptions scene_as_source(const PtzOptions& options) {
  StreamOptions source;
  source.renderer.scene = *options.source.scene;
  source.width = options.source_width;
  source.height = options.source_height;
  source.fps = options.fps;
  source.frame_stamp = false;
  return source;
}

PlanStep uri_source(const PtzOptions& options) {
  PlanStep step{"source-uri", {}, {{"source", "uri", options.source.uri}}};
  if (options.camera.lookahead > 0) {
    step.fragment = "source-uri-lookahead";
    step.slots = {{"lookahead", std::to_string(options.camera.lookahead)},
                  {"most", std::to_string(options.camera.lookahead + kBeyondLookahead)}};
  }
  return step;
}

PlanStep camera(const PtzOptions& options) {
  const CameraOptions& camera = options.camera;
  const TrackingOptions& tracking = camera.tracking;
  // Of a scene no encoded video can be held back: the frames are, whose boxes come with them.
  const bool hold_frames = options.source.scene && camera.lookahead > 0;
  PlanStep step{"camera",
                {{"profile", camera.profile},
                 {"mode", camera.mode},
                 {"method", camera.method},
                 {"aspect", camera.aspect},
                 {"lookahead", std::to_string(camera.lookahead)},
                 {"hold_frames", hold_frames ? "true" : "false"},
                 {"detector_latency", std::to_string(camera.detector_latency)},
                 {"tracking_format", std::string(name_of(tracking.format))},
                 {"tracking_width", std::to_string(tracking.size.width)},
                 {"tracking_height", std::to_string(tracking.size.height)},
                 {"tracking_fps", tracking.frame_rate ? tracking.frame_rate->text() : "0/1"},
                 {"center_x", format_number(options.framing.center_x)},
                 {"center_y", format_number(options.framing.center_y)},
                 {"zoom", format_number(options.framing.zoom)},
                 {"width", std::to_string(options.width)},
                 {"height", std::to_string(options.height)}},
                {}};
  if (!tracking.camera.empty()) {
    step.properties.push_back({"camera", "tracking-camera", tracking.camera});
  }
  return step;
}

void add_encoding(const CommonOptions& options, const EncodingTask& task,
                  const EncoderRung* encoder, PipelinePlan& plan) {
  if (encoder == nullptr) {
    plan.push_back(
        {"encode-jpeg", {{"quality", std::to_string(jpeg_quality(options.quality))}}, {}});
    return;
  }
  plan.push_back({encoder->fragment, encoder_slots(*encoder, task), {}});
  plan.push_back({"parse-h264", {}, {}});
  if (options.format == Format::kMpegTs) {
    plan.push_back({"mux-mpegts", {}, {}});
  } else if (options.format == Format::kFlv) {
    plan.push_back({"mux-flv", {}, {}});
  }
}

}  // namespace

EncodingTask encoding_task(const StreamOptions& options) {
  const int gop = options.common.gop > 0 ? options.common.gop : options.fps.per_second();
  return {options.width, options.height, options.fps, options.common.bitrate, gop, "ultrafast"};
}

EncodingTask encoding_task(const PtzOptions& options) {
  const int usual = options.source.scene ? options.fps.per_second() : kUnknownRateGop;
  EncodingTask task;
  task.width = options.width > 0 ? options.width : task.width;
  task.height = options.height > 0 ? options.height : task.height;
  task.fps = options.fps;
  task.bitrate = options.common.bitrate;
  task.gop = options.common.gop > 0 ? options.common.gop : usual;
  task.preset = "superfast";
  return task;
}

const char* name_of(FramePath path) {
  switch (path) {
    case FramePath::kZeroCopy:
      return "zero-copy";
    case FramePath::kReadback:
      return "readback";
    case FramePath::kCpu:
      return "cpu";
    case FramePath::kSystem:
      break;
  }
  return "system";
}

PipelinePlan plan_stream(const StreamOptions& options, FramePath path, const EncoderRung* encoder) {
  PipelinePlan plan;
  if (path == FramePath::kCpu) {
    plan.push_back(scene_source(options));
  } else {
    plan.push_back(egl_source(options));
    plan.push_back({path == FramePath::kZeroCopy ? "interop" : "readback", {}, {}});
  }
  add_encoding(options.common, encoding_task(options), encoder, plan);
  return plan;
}

PipelinePlan plan_ptz(const PtzOptions& options, const EncoderRung* encoder) {
  PipelinePlan plan;
  if (options.source.scene) {
    plan.push_back(egl_source(scene_as_source(options)));
    plan.push_back({"readback", {}, {}});
  } else {
    plan.push_back(uri_source(options));
    if (options.max_fps > 0) {
      plan.push_back({"limit-rate", {{"fps", std::to_string(options.max_fps)}}, {}});
    }
  }
  plan.push_back(camera(options));
  add_encoding(options.common, encoding_task(options), encoder, plan);
  return plan;
}

PlanStep output_step(const CommonOptions& options, int fd) {
  if (options.output == "-") {
    return {"output-fd", {{"fd", std::to_string(fd)}}, {}};
  }
  if (options.output == "null") {
    return {"output-null", {}, {}};
  }
  return {"output-file", {}, {{"output", "location", options.output}}};
}

PlanStep app_output_step() {
  return {"output-app", {}, {}};
}

PlanStep tracking_step(const std::string& path) {
  if (path == "-") {
    return {"tracking-fd", {{"fd", "0"}}, {}, true};
  }
  return {"tracking-file", {}, {{"tracking", "location", path}}, true};
}

PlanStep app_tracking_step() {
  return {"tracking-app", {}, {}, true};
}

}  // namespace gimbal

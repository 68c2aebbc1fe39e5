#include "launcher/stream_plan.hpp"

#include <algorithm>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

/// Frames between keyframes where the user says nothing and the source's rate is not known.
constexpr int kUnknownRateGop = 30;

const char* scene_name(Scene scene) {
  return scene == Scene::kCourt ? "court" : "bars";
}

PlanStep egl_source(Scene scene, int width, int height, const FrameRate& fps, bool frame_stamp,
                    int device, int cuda_device) {
  return {"source-egl",
          {{"scene", scene_name(scene)},
           {"device", std::to_string(device)},
           {"cuda_device", std::to_string(cuda_device)},
           {"frame_stamp", frame_stamp ? "true" : "false"},
           {"width", std::to_string(width)},
           {"height", std::to_string(height)},
           {"framerate", fps.text()}},
          {}};
}

void add_output(const CommonOptions& options, int video_fd, PipelinePlan& plan) {
  if (options.output == "-") {
    plan.push_back({"output-fd", {{"fd", std::to_string(video_fd)}}, {}});
  } else if (options.output == "null") {
    plan.push_back({"output-null", {}, {}});
  } else {
    plan.push_back({"output-file", {}, {{"output", "location", options.output}}});
  }
}

/// `preset` is x264's: how much time it may spend on a frame.
void add_encoding(const CommonOptions& options, int default_gop, const char* preset,
                  PipelinePlan& plan) {
  if (options.format == Format::kMjpeg) {
    plan.push_back(
        {"encode-jpeg", {{"quality", std::to_string(jpeg_quality(options.quality))}}, {}});
    return;
  }
  const int gop = options.gop > 0 ? options.gop : default_gop;
  plan.push_back({"encode-x264",
                  {{"preset", preset},
                   {"gop", std::to_string(gop)},
                   {"kbit", std::to_string(std::max(1, options.bitrate / 1000))}},
                  {}});
  if (options.format == Format::kMpegTs) {
    plan.push_back({"mux-mpegts", {}, {}});
  }
}

}  // namespace

PipelinePlan plan_stream(const StreamOptions& options, int video_fd) {
  PipelinePlan plan;
  plan.push_back(egl_source(options.scene, options.width, options.height, options.fps,
                            options.frame_stamp, options.device, options.cuda_device));
  plan.push_back({"readback", {}, {}});
  add_encoding(options.common, options.fps.per_second(), "ultrafast", plan);
  add_output(options.common, video_fd, plan);
  return plan;
}

PipelinePlan plan_ptz(const PtzOptions& options, int video_fd) {
  PipelinePlan plan;
  if (options.source.scene) {
    plan.push_back(egl_source(*options.source.scene, options.source_width, options.source_height,
                              options.fps, false, -1, -1));
    plan.push_back({"readback", {}, {}});
  } else {
    plan.push_back({"source-uri", {}, {{"source", "uri", options.source.uri}}});
    if (options.max_fps > 0) {
      plan.push_back({"limit-rate", {{"fps", std::to_string(options.max_fps)}}, {}});
    }
  }
  plan.push_back({"camera",
                  {{"center_x", format_number(options.framing.center_x)},
                   {"center_y", format_number(options.framing.center_y)},
                   {"zoom", format_number(options.framing.zoom)},
                   {"width", std::to_string(options.width)},
                   {"height", std::to_string(options.height)}},
                  {}});
  add_encoding(options.common, options.source.scene ? options.fps.per_second() : kUnknownRateGop,
               "superfast", plan);
  add_output(options.common, video_fd, plan);
  return plan;
}

}  // namespace gimbal

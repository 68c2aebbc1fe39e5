// From options to a plan: which fragments a stream is made of, but for its output.
#pragma once

#include "launcher/encoder_ladder.hpp"
#include "launcher/pipeline_plan.hpp"
#include "launcher/ptz_options.hpp"
#include "launcher/stream_options.hpp"

namespace gimbal {

/// What the encoder will have to do.
EncodingTask encoding_task(const StreamOptions& options);
EncodingTask encoding_task(const PtzOptions& options);

/// How frames get from what draws them to the encoder.
enum class FramePath {
  kZeroCopy,  ///< OpenGL to CUDA
  kReadback,  ///< OpenGL to system memory
  kCpu,       ///< drawn in system memory
  kSystem,    ///< decoded into system memory
};
/// "zero-copy", "readback", "cpu" or "system".
const char* name_of(FramePath path);

/// `encoder` may be null for a format without one of the ladder (mjpeg).
PipelinePlan plan_stream(const StreamOptions& options, FramePath path, const EncoderRung* encoder);
PipelinePlan plan_ptz(const PtzOptions& options, const EncoderRung* encoder);

/// The last step of a line for gst-launch-1.0: to a file descriptor, a file or nowhere.
PlanStep output_step(const CommonOptions& options, int fd);
/// The last step of a pipeline that the launcher plays.
PlanStep app_output_step();

/// Tracking records for gst-launch-1.0: of a file, or "-" for standard input.
PlanStep tracking_step(const std::string& path);
/// Likewise in a pipeline that the launcher plays.
PlanStep app_tracking_step();

}  // namespace gimbal

// From options to a plan: which fragments a stream is made of.
#pragma once

#include "launcher/pipeline_plan.hpp"
#include "launcher/stream_options.hpp"

namespace gimbal {

/// `video_fd` is where "-" writes to.
PipelinePlan plan_stream(const StreamOptions& options, int video_fd);
PipelinePlan plan_ptz(const PtzOptions& options, int video_fd);

}  // namespace gimbal

// Frames on their way through glreadback: read, held for one frame where that pays, converted.
#pragma once

#include "gst-plugins/glreadback/element.hpp"

namespace gimbal::glreadback {

// Streaming thread only. What fails posts an element error and returns GST_FLOW_ERROR.

/// Depth 0: reads the texture of `input` and converts it into `output`.
GstFlowReturn convert_now(GimbalGlReadback* self, GstBuffer* input, GstBuffer* output);

/// Depth 1: begins to read `input` and gives the frame before it, if there is one. An output has
/// the times, flags and metas of its own input.
GstFlowReturn convert_previous(GimbalGlReadback* self, BufferHandle input, GstBuffer** output);

/// Sends the frame that is still being read on its way, in front of what comes next.
GstFlowReturn drain(GimbalGlReadback* self);

/// Forgets the frame that is still being read.
void discard(GimbalGlReadback* self);

}  // namespace gimbal::glreadback

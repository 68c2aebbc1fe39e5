// What virtualptz does with each frame: asks the camera, resamples, says what it shows.
#pragma once

#include <gst/base/gstbasetransform.h>

#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/virtualptz/element.hpp"

namespace gimbal::virtualptz {

// Virtual methods of the base class, in the order in which a frame meets them.
GstFlowReturn submit_input_buffer(GstBaseTransform* base, gboolean discontinuity, GstBuffer* input);
GstFlowReturn generate_output(GstBaseTransform* base, GstBuffer** output);
GstFlowReturn prepare_output_buffer(GstBaseTransform* base, GstBuffer* input, GstBuffer** output);
GstFlowReturn transform(GstBaseTransform* base, GstBuffer* input, GstBuffer* output);

/// Regions of interest move with the crop, which is known only when the frame is resampled. What
/// else speaks of places does not go along.
gboolean transform_meta(GstBaseTransform* base, GstBuffer* output, GstMeta* meta, GstBuffer* input);

/// Shows and pushes every frame that is held, and the events among them.
GstFlowReturn drain(GimbalVirtualPtz* self);

/// Keeps an event that belongs between the frames which are held. False, and the event untouched,
/// where none is.
bool hold_event(GimbalVirtualPtz* self, GstEvent* event);

/// No frame comes until `end` of this gap: those that have been held long enough by then leave.
void pass_gap(GimbalVirtualPtz* self, GstClockTime end);

}  // namespace gimbal::virtualptz

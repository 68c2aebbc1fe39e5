// How virtualptz agrees with its neighbours: caps, memory, pools, and whose resampler runs.
#pragma once

#include <gst/base/gstbasetransform.h>

#include "gst-plugins/virtualptz/element.hpp"

namespace gimbal::virtualptz {

// Virtual methods of the base class.
GstCaps* transform_caps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                        GstCaps* filter);
GstCaps* fixate_caps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                     GstCaps* other);
gboolean set_caps(GstBaseTransform* base, GstCaps* in, GstCaps* out);
gboolean propose_allocation(GstBaseTransform* base, GstQuery* decided, GstQuery* query);
gboolean decide_allocation(GstBaseTransform* base, GstQuery* query);

/// Sets the resampler and the camera up anew where the settings have changed. False, with an error
/// on the bus, where that cannot be. Streaming thread.
bool follow_settings(GimbalVirtualPtz* self);

// Contexts of OpenGL and CUDA, which a resampler may share. Any thread.
void offer_context(GimbalVirtualPtz* self, GstContext* context);
bool answer_context_query(GimbalVirtualPtz* self, GstQuery* query);

/// The streaming thread has ended.
void drop_resampler(GimbalVirtualPtz* self);

}  // namespace gimbal::virtualptz

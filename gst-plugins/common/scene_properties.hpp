// The properties that every source of built-in scenes has: same names, meanings and texts.
#pragma once

#include <gst/gst.h>

namespace gimbal {

/// The GEnum of lib/scene's Scene; known to GStreamer's documentation tools once it is asked for.
GType scene_type();

// Specifications to install, floating.
GParamSpec* scene_spec();
GParamSpec* seed_spec();
GParamSpec* frame_stamp_spec();
GParamSpec* is_live_spec();
GParamSpec* frames_rendered_spec();
GParamSpec* frames_skipped_spec();

}  // namespace gimbal

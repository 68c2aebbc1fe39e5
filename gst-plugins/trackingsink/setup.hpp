// What a stream is set up with, as the settings and its caps say.
#pragma once

#include <gst/gst.h>

#include "gst-plugins/trackingsink/runner_target.hpp"
#include "gst-plugins/trackingsink/settings.hpp"
#include "lib/base/result.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"

namespace gimbal::trackingsink {

/// The detector's video: what the settings leave open is as `caps` say, which may be null.
TrackingSource video_of(const Settings& settings, const GstStructure* caps);

/// The error says which property to set.
Result<RunnerTarget> target_of(const Settings& settings);

}  // namespace gimbal::trackingsink

// What a stream is set up with, as the settings and its caps say.
#pragma once

#include <gst/gst.h>

#include "gst-plugins/trackingsink/destination.hpp"
#include "gst-plugins/trackingsink/settings.hpp"
#include "lib/base/result.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"

namespace gimbal::trackingsink {

/// The detector's video: what the settings leave open is as `caps` say, which may be null.
TrackingSource video_of(const Settings& settings, const GstStructure* caps);

/// Empty where records do not go there.
struct Destinations {
  MakeDestination runner;
  MakeDestination mqtt;
};

/// One at least. The error says which property to set.
Result<Destinations> destinations_of(const Settings& settings);

}  // namespace gimbal::trackingsink

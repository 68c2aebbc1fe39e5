// An element that is a resampler and nothing else: what of a backend only a pipeline shows
// (contexts, pools, caps), without virtualptz's camera.
#pragma once

#include <gst/base/gstbasetransform.h>

#include <functional>
#include <memory>
#include <string>

#include "gst-plugins/virtualptz/resampler.hpp"

namespace gimbal {

struct ResamplerSettings {
  std::unique_ptr<Resampler> resampler;
  int width = 0;  ///< of the output
  int height = 0;
  /// What frame `number` shows, and how; asked before it is resampled.
  std::function<Placement(int number)> placement;
  std::function<ResampleMethod(int number)> method;
};

/// Registers the element "testresample".
void register_resampler_element();

/// To be set before the element leaves NULL.
ResamplerSettings& settings_of(GstElement* element);

}  // namespace gimbal

// The properties of eglsrc: their numbers, what gst-inspect-1.0 says of them, and where each is
// kept. `is-live` is the base class's own and not in here.
#pragma once

#include <glib-object.h>

#include "gst-plugins/eglsrc/settings.hpp"

namespace gimbal::eglsrc {

enum Property {
  kPropScene = 1,
  kPropSeed,
  kPropShaderFile,
  kPropShaderReload,
  kPropRenderer,
  kPropFrames,
  kPropDevice,
  kPropCudaDevice,
  kPropFrameStamp,
  kPropIsLive,
  kPropDeviceName,
  kPropGlRenderer,
  kPropSoftware,
  kPropFramesRendered,
  kPropFramesSkipped,
  kPropFramesState,
  kPropFramesReceived,
  kPropFramesBroken,
};

void install_properties(GObjectClass* object_class);

/// False where `id` is none that can be set, or read.
bool write_setting(Settings& settings, guint id, const GValue* value);
bool read_value(const Settings& settings, const Facts& facts, guint id, GValue* value);

}  // namespace gimbal::eglsrc

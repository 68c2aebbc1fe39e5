// The properties of eglsrc: their numbers, and what gst-inspect-1.0 says of them.
#pragma once

#include <glib-object.h>

namespace gimbal::eglsrc {

enum Property {
  kPropScene = 1,
  kPropDevice,
  kPropCudaDevice,
  kPropFrameStamp,
  kPropIsLive,
  kPropDeviceName,
  kPropGlRenderer,
  kPropSoftware,
  kPropFramesRendered,
  kPropFramesSkipped,
};

void install_properties(GObjectClass* object_class);

}  // namespace gimbal::eglsrc

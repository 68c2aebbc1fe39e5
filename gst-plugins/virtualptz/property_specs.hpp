// Which properties virtualptz has, and what gst-inspect-1.0 says of them.
#pragma once

#include <glib-object.h>

namespace gimbal::virtualptz {

enum Property : guint {
  kPropCenterX = 1,
  kPropCenterY,
  kPropZoom,
  kPropWidth,
  kPropHeight,
  kPropAspect,
  kPropMethod,
  kPropThreads,
  kPropMode,
  kPropProfile,
  kPropTargetClasses,
  kPropFollowRois,
  kPropDetectorLatency,
  kPropTrackingFormat,
  kPropTrackingWidth,
  kPropTrackingHeight,
  kPropTrackingFrameRate,
  kPropTrackingCamera,
  kPropLookahead,
  kPropHoldFrames,
  kPropStateInterval,
  kPropMemory,
  kPropRecordsUsed,
  kPropRecordsLate,
  kPropRecordsRefused,
  kPropFirstParameter,  // and as many after it as lib/camera/parameters.hpp has
};

void install_properties(GObjectClass* object_class);

}  // namespace gimbal::virtualptz

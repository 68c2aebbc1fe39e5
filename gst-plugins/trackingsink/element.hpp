// The GObject of trackingsink: what its files share.
#pragma once

#include <gst/base/gstbasesink.h>

#include <atomic>
#include <memory>
#include <optional>

#include "gst-plugins/common/warnings.hpp"
#include "gst-plugins/trackingsink/lane.hpp"
#include "gst-plugins/trackingsink/record_inlet.hpp"
#include "gst-plugins/trackingsink/settings.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal::trackingsink {

struct Private {
  Settings settings;  // under the object lock
  Lane runner;
  Lane mqtt;
  std::atomic<std::uint64_t> refused = 0;
  Warnings warnings;
  // From READY to READY; the streaming thread's in between.
  std::optional<RecordInlet> inlet;
  std::optional<PictureShape> picture;  // of video that flows in; empty for text
};

}  // namespace gimbal::trackingsink

struct GimbalTrackingSink {
  GstBaseSink parent;
  gimbal::trackingsink::Private* p;
};

struct GimbalTrackingSinkClass {
  GstBaseSinkClass parent_class;
};

GType gimbal_tracking_sink_get_type(void);

namespace gimbal::trackingsink {

inline GimbalTrackingSink* self_of(gpointer object) {
  return static_cast<GimbalTrackingSink*>(object);
}

/// A copy, taken under the object lock.
Settings settings_of(GimbalTrackingSink* self);

}  // namespace gimbal::trackingsink

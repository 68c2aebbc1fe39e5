// The GObject of virtualptz: what its files share.
#pragma once

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include <memory>
#include <optional>
#include <string>

#include "gst-plugins/common/warnings.hpp"
#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/virtualptz/detector_messages.hpp"
#include "gst-plugins/virtualptz/frame_times.hpp"
#include "gst-plugins/virtualptz/held_frames.hpp"
#include "gst-plugins/virtualptz/memory_kind.hpp"
#include "gst-plugins/virtualptz/messages.hpp"
#include "gst-plugins/virtualptz/navigation.hpp"
#include "gst-plugins/virtualptz/pending_records.hpp"
#include "gst-plugins/virtualptz/record_reader.hpp"
#include "gst-plugins/virtualptz/resampler.hpp"
#include "gst-plugins/virtualptz/settings.hpp"
#include "gst-plugins/virtualptz/shared_camera.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal::virtualptz {

/// What other threads than the streaming thread read of a stream. Under the object lock.
struct Facts {
  std::string memory;                    // whose resampler runs; empty before the first caps
  GstSegment segment{};                  // the video's, for records that say running time
  TrackingSource video;                  // its caps, for detectors; sizes are 0 before they come
  PendingRecords without_segment;        // of a running time, from before the video said its own
  std::shared_ptr<Resampler> resampler;  // contexts are offered and asked for from any thread
  std::optional<ShownPicture> shown;     // the newest frame's, for who points at it
};

/// How the resampler and the camera are set up for the frames that come.
struct Setup {
  Aspect aspect = Aspect::kCrop;
  ResampleMethod method = ResampleMethod::kAuto;
  int threads = 1;

  bool operator==(const Setup&) const = default;
};

/// The frame that is made now.
struct Current {
  AnsweredShot shot;
  GstClockTime time = 0;  // FrameTimes'
  bool shared = false;    // it is the input's memory: nothing was to be done
};

/// Streaming thread only.
struct State {
  CapsHandle in_caps;
  CapsHandle out_caps;
  GstVideoInfo in_info{};
  GstVideoInfo out_info{};
  PictureShape source;
  PictureShape output;
  std::optional<SizeWish> fixed_size;  // kept when the input changes its size in mid-stream
  std::shared_ptr<Resampler> resampler;
  MemoryKind memory = MemoryKind::kSystem;  // the resampler's
  Setup setup;
  bool downstream_takes_strides = false;  // it reads GstVideoMeta
  bool new_segment = false;               // since the newest frame
  HeldFrames held;
  FrameTimes times;
  StateReports reports;
  Current current;
};

struct Private {
  Settings settings;  // under the object lock
  Facts facts;        // under the object lock
  SharedCamera camera;
  State state;
  Warnings command_warnings;
  Warnings record_warnings;
  RecordReader records;       // of events
  DetectorMessages messages;  // of the pad `tracking`
};

}  // namespace gimbal::virtualptz

struct GimbalVirtualPtz {
  GstBaseTransform parent;
  gimbal::virtualptz::Private* p;
};

struct GimbalVirtualPtzClass {
  GstBaseTransformClass parent_class;
};

GType gimbal_virtual_ptz_get_type(void);

namespace gimbal::virtualptz {

inline GimbalVirtualPtz* self_of(gpointer object) {
  return static_cast<GimbalVirtualPtz*>(object);
}

/// A copy, taken under the object lock.
Settings settings_of(GimbalVirtualPtz* self);

/// What the base class does where this element does not say otherwise.
GstBaseTransformClass* base_class();

}  // namespace gimbal::virtualptz

#include "gst-plugins/virtualptz/property_specs.hpp"

#include <gst/gst.h>

#include "gst-plugins/common/tracking_format_type.hpp"
#include "gst-plugins/virtualptz/caps.hpp"
#include "gst-plugins/virtualptz/enum_types.hpp"
#include "lib/camera/parameters.hpp"
#include "lib/codec/tracking_formats/tracking_format.hpp"
#include "lib/resample/method.hpp"

namespace gimbal::virtualptz {

namespace {

constexpr auto kWhenReady =
    static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY);
constexpr auto kAnyTime = static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                   GST_PARAM_MUTABLE_PLAYING);
constexpr auto kBindable = static_cast<GParamFlags>(kAnyTime | GST_PARAM_CONTROLLABLE);
constexpr auto kReadOnly = static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

constexpr int kMaxThreads = 64;
constexpr auto kLongestLookahead = static_cast<GstClockTime>(kMaxLookahead * GST_SECOND);
constexpr int kMaxTrackingFrameRate = 1000;
constexpr GstClockTime kMaxDetectorLatency = 10 * GST_SECOND;

void install_framing(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, kPropCenterX,
      g_param_spec_double(
          "center-x", "Centre x",
          "Centre of the crop that is asked for, as a fraction of the input's width "
          "from the left",
          0, 1, 0.5, kBindable));
  g_object_class_install_property(
      object_class, kPropCenterY,
      g_param_spec_double("center-y", "Centre y",
                          "Centre of the crop that is asked for, as a fraction of the input's "
                          "height from the top",
                          0, 1, 0.5, kBindable));
  g_object_class_install_property(
      object_class, kPropZoom,
      g_param_spec_double(
          "zoom", "Zoom",
          "Zoom that is asked for: 1 is the largest crop with the output's shape, 2 "
          "half its width",
          kMinZoom, kMaxZoom, 1, kBindable));
}

void install_picture(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, kPropWidth,
      g_param_spec_int("width", "Width",
                       "Output width in pixels where downstream's caps leave it open (0: follows "
                       "the height, or is the input's)",
                       0, kMaxSide, 0, kWhenReady));
  g_object_class_install_property(
      object_class, kPropHeight,
      g_param_spec_int("height", "Height",
                       "Output height in pixels where downstream's caps leave it open (0: follows "
                       "the width, or is the input's)",
                       0, kMaxSide, 0, kWhenReady));
  g_object_class_install_property(
      object_class, kPropAspect,
      g_param_spec_enum("aspect", "Aspect",
                        "What to do where the input does not have the output's shape",
                        aspect_type(), static_cast<int>(Aspect::kCrop), kAnyTime));
  g_object_class_install_property(
      object_class, kPropMethod,
      g_param_spec_enum("method", "Method", "How samples between samples are worked out",
                        method_type(), static_cast<int>(ResampleMethod::kAuto), kAnyTime));
  g_object_class_install_property(
      object_class, kPropThreads,
      g_param_spec_int("n-threads", "Threads",
                       "Threads that resample in system memory (0: one a core)", 0, kMaxThreads, 1,
                       kAnyTime));
}

void install_following(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, kPropMode,
      g_param_spec_enum("mode", "Mode", "Whom the camera obeys", mode_type(),
                        static_cast<int>(CameraMode::kManual), kAnyTime));
  g_object_class_install_property(
      object_class, kPropProfile,
      g_param_spec_enum("profile", "Profile",
                        "Sets every parameter of following to a set that goes together",
                        profile_type(), static_cast<int>(Profile::kBalanced), kAnyTime));
  g_object_class_install_property(
      object_class, kPropTargetClasses,
      g_param_spec_string("target-classes", "Target classes",
                          "Classes of targets to follow, separated by commas (empty: all)", "",
                          kAnyTime));
  g_object_class_install_property(
      object_class, kPropFollowRois,
      g_param_spec_boolean(
          "follow-rois", "Follow regions of interest",
          "In mode follow, take the regions of interest on the input's buffers for "
          "detections",
          TRUE, kAnyTime));
  g_object_class_install_property(
      object_class, kPropDetectorLatency,
      g_param_spec_uint64("detector-latency", "Detector latency",
                          "From a picture to the arrival of its tracking record, in nanoseconds, "
                          "for records without a timestamp",
                          0, kMaxDetectorLatency, 0, kAnyTime));
  g_object_class_install_property(
      object_class, kPropLookahead,
      g_param_spec_uint64("lookahead", "Look-ahead",
                          "How much later than its detections the video is, in nanoseconds: the "
                          "camera sees that far ahead",
                          0, kLongestLookahead, 0, kAnyTime));
  g_object_class_install_property(
      object_class, kPropHoldFrames,
      g_param_spec_boolean(
          "hold-frames", "Hold frames",
          "Hold frames in here for the look-ahead, which adds that latency (false: "
          "the video has been delayed before it comes)",
          FALSE, kAnyTime));
}

void install_tracking(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, kPropTrackingFormat,
      g_param_spec_enum("tracking-format", "Tracking format",
                        "In which format detectors speak on the pad tracking",
                        tracking_format_type(), static_cast<int>(TrackingFormat::kAuto), kAnyTime));
  g_object_class_install_property(
      object_class, kPropTrackingWidth,
      g_param_spec_int("tracking-width", "Tracking width",
                       "Of the picture that detectors saw, in pixels, for those that count them "
                       "(0: the input's)",
                       0, kMaxSide, 0, kAnyTime));
  g_object_class_install_property(
      object_class, kPropTrackingHeight,
      g_param_spec_int("tracking-height", "Tracking height",
                       "Of the picture that detectors saw, in pixels, for those that count them "
                       "(0: the input's)",
                       0, kMaxSide, 0, kAnyTime));
  g_object_class_install_property(
      object_class, kPropTrackingFrameRate,
      gst_param_spec_fraction("tracking-frame-rate", "Tracking frame rate",
                              "Frames a second of detectors that number frames (0: the input's)", 0,
                              1, kMaxTrackingFrameRate, 1, 0, 1, kAnyTime));
  g_object_class_install_property(
      object_class, kPropTrackingCamera,
      g_param_spec_string("tracking-camera", "Tracking camera",
                          "The camera to take, where detectors' messages name several (empty: they "
                          "have to be of one)",
                          "", kAnyTime));
}

void install_facts(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, kPropStateInterval,
      g_param_spec_uint64("state-interval", "State interval",
                          "Time between two messages that say what is shown, in nanoseconds (0: "
                          "none)",
                          0, G_MAXUINT64, 200 * GST_MSECOND, kAnyTime));
  g_object_class_install_property(
      object_class, kPropMemory,
      g_param_spec_string("memory", "Memory",
                          "In which memory pictures are resampled now: SystemMemory, GLMemory or "
                          "CUDAMemory (empty: not known before the first caps)",
                          "", kReadOnly));
  g_object_class_install_property(
      object_class, kPropRecordsUsed,
      g_param_spec_uint64("records-used", "Records used", "Tracking records that were followed", 0,
                          G_MAXUINT64, 0, kReadOnly));
  g_object_class_install_property(
      object_class, kPropRecordsLate,
      g_param_spec_uint64("records-late", "Records late",
                          "Tracking records that came too late to matter", 0, G_MAXUINT64, 0,
                          kReadOnly));
  g_object_class_install_property(
      object_class, kPropRecordsRefused,
      g_param_spec_uint64("records-refused", "Records refused",
                          "Tracking records that were refused", 0, G_MAXUINT64, 0, kReadOnly));
}

void install_parameters(GObjectClass* object_class) {
  const CameraSettings defaults;
  guint id = kPropFirstParameter;
  for (const Parameter& parameter : parameters()) {
    g_object_class_install_property(
        object_class, id++,
        g_param_spec_double(parameter.name, parameter.nick, parameter.text, parameter.min,
                            parameter.max, parameter.value(defaults), kAnyTime));
  }
}

}  // namespace

void install_properties(GObjectClass* object_class) {
  install_framing(object_class);
  install_picture(object_class);
  install_following(object_class);
  install_tracking(object_class);
  install_facts(object_class);
  install_parameters(object_class);
}

}  // namespace gimbal::virtualptz

// What a user of virtualptz sets, but for the camera's own parameters, which are lib/camera's.
#pragma once

#include <gst/gst.h>

#include <string>

#include "gst-plugins/virtualptz/output_size.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/parameters.hpp"
#include "lib/codec/tracking_formats/tracking_format.hpp"
#include "lib/resample/method.hpp"

namespace gimbal::virtualptz {

/// Frames a second; 0: the video's.
struct FrameNumberRate {
  int numerator = 0;
  int denominator = 1;

  double value() const { return static_cast<double>(numerator) / denominator; }
};

struct Settings {
  SizeWish size;
  Aspect aspect = Aspect::kCrop;
  ResampleMethod method = ResampleMethod::kAuto;
  int threads = 1;
  GstClockTime lookahead = 0;
  bool hold_frames = false;
  bool follow_rois = true;
  GstClockTime detector_latency = 0;
  TrackingFormat tracking_format = TrackingFormat::kAuto;
  SizeWish tracking_size;                 // of the picture that detectors saw; 0: the video's
  FrameNumberRate tracking_frame_rate{};  // of detectors' frame numbers
  std::string tracking_camera;            // of messages that name several; empty: there is one
  GstClockTime state_interval = 200 * GST_MSECOND;
  Profile profile = Profile::kBalanced;  // the one that was set last

  /// How long frames are held inside.
  GstClockTime hold() const { return hold_frames ? lookahead : 0; }

  /// How much later than the detectors' the video is when it comes in: the look-ahead, where it is
  /// not made in here.
  GstClockTime video_delay() const { return hold_frames ? 0 : lookahead; }
};

}  // namespace gimbal::virtualptz

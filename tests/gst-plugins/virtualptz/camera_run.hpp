// Plays a source through virtualptz with a detector beside it, in step, and notes every crop.
#pragma once

#include <gst/gst.h>

#include <functional>
#include <string>
#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// A record and when it reaches the camera. Seconds; the picture of PTS 0 is taken at 0.
struct Delivery {
  double arrival = 0;
  TrackingRecord record;
};

/// What a frame's meta says.
struct ShownCrop {
  double time = 0;  ///< PTS in seconds
  CropRect crop;
};

struct CameraRun {
  std::string source;      ///< elements and caps, as in gst-launch; ends by itself
  std::string properties;  ///< of virtualptz
  std::string output_caps = "video/x-raw";
  double lookahead = 0;  ///< seconds that the video is late; set on the element as well
  std::vector<Delivery> deliveries;
  /// Called before each frame goes in, if there is one: to send commands.
  std::function<void(GstElement* camera, int frame)> before_frame;
};

/// The crop of every frame. Detections reach the pad `tracking` as records, before the first frame
/// that leaves no earlier than they arrive. Throws std::runtime_error with the pipeline's error.
std::vector<ShownCrop> play(const CameraRun& run);

}  // namespace gimbal

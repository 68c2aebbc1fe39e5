// A detector of `gimbal ptz`: where its messages come from and how they are to be read.
#pragma once

#include <optional>
#include <string>

#include "launcher/option_values.hpp"
#include "lib/codec/tracking_formats/tracking_format.hpp"

namespace gimbal {

struct TrackingOptions {
  std::string path;  ///< a file or a FIFO, "-" for standard input; empty for none
  TrackingFormat format = TrackingFormat::kAuto;
  PixelCounts size;                     ///< of the picture that it saw
  std::optional<FrameRate> frame_rate;  ///< of its frame numbers; empty: the video's
  std::string camera;                   ///< of messages that name several; empty: there is one
};

}  // namespace gimbal

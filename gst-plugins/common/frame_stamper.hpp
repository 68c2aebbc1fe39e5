// The frame stamp of a source: what it says of the frame that is drawn now, and whether it has
// room.
#pragma once

#include <gst/gst.h>

#include <optional>

#include "lib/stamp/frame_stamp.hpp"

namespace gimbal {

/// Streaming thread only.
class FrameStamper {
 public:
  /// The stamp of frame `number`; none where it is not `wanted`, or where a picture of that size
  /// has no room for it. The latter is a warning of `element`, once until it is otherwise: a
  /// picture without the stamp that was asked for must not pass for one that has it.
  std::optional<FrameStamp> next(GstElement* element, bool wanted, int width, int height,
                                 guint64 number);

 private:
  bool missing_ = false;
};

}  // namespace gimbal

// Where a file that is played in a loop begins again.
#pragma once

#include <gst/gst.h>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

/// A demuxer lets a round begin at the time of the last frame of the one before, and two frames
/// would have one PTS. On the pad of raw frames that this watches, a round begins when that frame
/// is over.
class LoopJoint {
 public:
  explicit LoopJoint(PadHandle pad);
  ~LoopJoint();
  LoopJoint(const LoopJoint&) = delete;
  LoopJoint& operator=(const LoopJoint&) = delete;

 private:
  static GstPadProbeReturn on_data(GstPad* pad, GstPadProbeInfo* info, gpointer data);
  void handle_event(GstPadProbeInfo* info);
  void join(GstPadProbeInfo* info);
  void note_end(GstBuffer* frame);

  PadHandle pad_;
  gulong probe_;
  // For the streaming thread only.
  GstSegment segment_;
  GstClockTime end_ = 0;  // of the last frame, in running time
};

}  // namespace gimbal

// Where in a file a pipeline begins, and that it begins again.
#pragma once

#include <gst/gst.h>

#include <functional>
#include <optional>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "launcher/loop_joint.hpp"

namespace gimbal {

struct PlaybackRange {
  double start_seconds = 0;
  bool loop = false;
};

/// Seeks in a pipeline with an element named "pace", which holds pictures back until the pipeline
/// plays. Lives in the default main context; use it from that thread only.
class PlaybackPosition {
 public:
  using OnFailed = std::function<void(const std::string& reason)>;

  /// `pipeline` must be there for as long. `on_failed` gets one line for the user, where the source
  /// cannot seek so.
  PlaybackPosition(GstElement* pipeline, PlaybackRange range, OnFailed on_failed);
  ~PlaybackPosition();
  PlaybackPosition(const PlaybackPosition&) = delete;
  PlaybackPosition& operator=(const PlaybackPosition&) = delete;

  /// False where the source is played as it comes, live or not.
  bool must_seek() const { return range_.start_seconds > 0 || range_.loop; }

  /// Call in READY. The state that the pipeline has to be brought to: where that is PAUSED, it
  /// plays by itself once it has come to its start.
  GstState begin();

  /// The pipeline has come to the end of its segment: begins again at the beginning of the file.
  void begin_again();

 private:
  static GstPadProbeReturn on_first_picture(GstPad* pad, GstPadProbeInfo* info, gpointer data);
  static gboolean on_ready_to_seek(gpointer data);
  PadHandle pace_pad() const;
  bool seek_to_start(bool first);

  GstElement* pipeline_;
  PlaybackRange range_;
  OnFailed on_failed_;
  std::optional<LoopJoint> loop_joint_;
};

}  // namespace gimbal

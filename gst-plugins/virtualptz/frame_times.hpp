// The camera's clock: seconds of PTS, frame by frame, and where it has to begin anew.
#pragma once

#include <gst/gst.h>

#include <optional>

namespace gimbal::virtualptz {

/// Streaming thread only.
class FrameTimes {
 public:
  /// A frame that is marked as a discontinuity and comes this long after the one before belongs to
  /// another scene, as far as the camera knows.
  static constexpr GstClockTime kGap = GST_SECOND;

  struct Moment {
    GstClockTime time = 0;
    double seconds = 0;        ///< the same
    bool begins_anew = false;  ///< time has jumped: nothing of before says how to go on
  };

  /// The moment of a frame; one without PTS comes `step` after the one before.
  Moment next(GstClockTime pts, GstClockTime step, bool discontinuity);

  /// Nothing is known of frames before the next one.
  void restart() { newest_.reset(); }

 private:
  std::optional<GstClockTime> newest_;
};

}  // namespace gimbal::virtualptz

// What virtualptz says on the bus: answers to commands, what it shows, and what was refused.
#pragma once

#include <gst/gst.h>

#include <optional>
#include <string>
#include <vector>

#include "gst-plugins/virtualptz/shared_camera.hpp"

namespace gimbal::virtualptz {

/// Says that a command was refused (0: nobody waits for it, and nothing is said).
void post_refusal(GstElement* element, const Answer& answer);

void post_refusals(GstElement* element, const std::vector<Answer>& answers);

/// Answers with the frame of `pts`.
void post_answers(GstElement* element, const AnsweredShot& shot, GstClockTime pts);

/// When a frame is shown.
struct FrameTime {
  GstClockTime pts = 0;   ///< may be GST_CLOCK_TIME_NONE
  GstClockTime time = 0;  ///< the same, and where there is no PTS, what FrameTimes makes of it
};

/// When to say what is shown. Streaming thread only.
class StateReports {
 public:
  /// Says it with the first frame and then every `interval`; 0: never.
  void post_when_due(GstElement* element, const Shot& shot, const FrameTime& frame, CameraMode mode,
                     GstClockTime interval);

  /// The next frame is the first.
  void restart() { newest_.reset(); }

 private:
  bool is_due(GstClockTime time, GstClockTime interval);

  std::optional<GstClockTime> newest_;  // when the newest was due; empty before the first frame
};

}  // namespace gimbal::virtualptz

// Of which picture a detector's record speaks: its time in seconds of the video's PTS.
#pragma once

#include <optional>

#include "lib/base/result.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal::virtualptz {

/// Which PTS is now: the newest frame's, and the time since it came.
class VideoNow {
 public:
  /// A frame of `pts` came at `clock`, seconds of a clock that never jumps.
  void note_frame(double pts, double clock);

  /// The PTS of a frame that came at `clock`. It does not go on without frames, so it never gets
  /// further than one frame beyond the newest. Empty before the first frame.
  std::optional<double> at(double clock) const;

  void restart() { newest_.reset(); }

 private:
  struct Arrival {
    double pts;
    double clock;
  };
  std::optional<Arrival> newest_;
  double interval_ = 0;  // between the two newest
};

/// Everything else that says when a record was seen. Seconds.
struct RecordArrival {
  std::optional<double> frame_pts{};  ///< the PTS of the frame that it is on
  std::optional<double> buffer_pts;   ///< the PTS of the buffer it came in, as one of the video
  std::optional<double> video_now;    ///< the PTS that comes in now
  double unix_now = 0;                ///< since 1970
  double video_delay = 0;             ///< how much later than the detectors' the video comes in
  double detector_latency = 0;        ///< from a picture to its record, where no record says it
};

/// The time of its frame, else the record's own timestamp, else its buffer's, else its arrival. The
/// error tells the sender what to do.
Result<double> time_of(const TrackingRecord& record, const RecordArrival& arrival);

/// When it came, in the time of the picture that detectors could see then. Empty where no frame has
/// come yet that says which time it is.
std::optional<double> known_at(const RecordArrival& arrival);

}  // namespace gimbal::virtualptz

// The camera behind its lock, with an answer for everybody who gave it a command.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "gst-plugins/virtualptz/pending_records.hpp"
#include "gst-plugins/virtualptz/record_time.hpp"
#include "lib/camera/virtual_camera.hpp"

namespace gimbal::virtualptz {

/// What became of a command.
struct Answer {
  enum class Result { kApplied, kOvertaken, kRefused };

  std::uint64_t command = 0;  ///< the sender's number
  Result result = Result::kApplied;
  std::string reason;  ///< where refused: what to do
};

/// A frame of the camera, and the answers that it brings.
struct AnsweredShot {
  Shot shot;
  std::vector<Answer> answers;
};

/// Used by the streaming thread, by the application's and by the tracking pad's. The lock inside is
/// a leaf: nothing is locked, posted or pushed under it.
class SharedCamera {
 public:
  // --- parameters --------------------------------------------------------------------------------

  /// Changes the parameters. The error says why they stay as they were.
  std::string change(const std::function<void(CameraSettings&)>& change);
  CameraSettings settings() const;
  CameraMode mode() const;

  void set_shapes(const PictureShape& source, const PictureShape& output, Aspect aspect);

  // --- commands ----------------------------------------------------------------------------------

  /// Takes a command of the sender's number (0: wants no answer). A refusal is the answer, and is
  /// given back; otherwise the answer comes with a shot, or with `end`. Before the first frame
  /// there is nothing to ease from, and the first frame is there.
  std::optional<Answer> take(std::uint64_t command, const CameraCommand& what);

  /// Sets one side of what is asked for, and leaves the others as they were asked for last or,
  /// after anything but a framing, as they are shown. The error says why it is refused. Before the
  /// first frame this is where the camera begins, also one that is then on hold; after `end` it is
  /// for the frames that may still come, since nobody waits for an answer.
  std::string point(double Framing::*side, double value, bool cut);

  /// The framing that was asked for last, or else is shown.
  Framing asked_for() const;

  /// A detector's record. `arrival.video_now` is filled in. As `take`. One for a frame that is
  /// still to come waits for it, so that a whole file can come at once.
  std::optional<Answer> observe(std::uint64_t command, const TrackingRecord& record,
                                const RecordArrival& arrival);

  // --- frames ------------------------------------------------------------------------------------

  /// Frames begin to flow, from no past.
  void begin();

  /// Time jumps. What was commanded holds, what was seen is forgotten.
  void restart();

  /// As `restart`, and the frames that have come in are forgotten as well. Also ends an `end`.
  void flush();

  /// A frame of `pts` seconds has come in; it may be shown later.
  void note_frame(double pts);

  AnsweredShot advance(double time);

  /// The frame of these answers was never made, because the pads were flushed or it failed: the
  /// next one brings them.
  void keep(std::vector<Answer> answers);

  /// No more frames: whoever waits is refused with `reason`, and so is everybody until `begin` or
  /// `resume`.
  std::vector<Answer> end(const std::string& reason);

  /// Frames flow again after `end`.
  void resume();

  /// A record was refused before it came here.
  void count_refused_record();

  VirtualCamera::Counters counters() const;

 private:
  struct Waiting {
    std::uint64_t ticket;   // ours, growing
    std::uint64_t command;  // the sender's
  };

  std::string observe_locked(const TrackingRecord& record, double time, double known_at);
  void observe_pending(double time);
  std::string take_locked(std::uint64_t ticket, CameraCommand command);
  Framing asked_for_locked() const;
  Shot begin_on_hold(double time);
  std::vector<Answer> answers_of(const Shot& shot);

  mutable std::mutex mutex_;
  VirtualCamera camera_;
  VideoNow video_now_;
  PendingRecords pending_;
  std::optional<double> due_until_;  // records of later times are pending; empty: all are
  std::optional<Framing> shown_;     // of the newest frame since `begin`
  std::optional<Framing> goal_;      // the last one that was asked for, where that was a framing
  std::vector<Waiting> waiting_;     // for a frame that shows their command
  std::vector<Answer> kept_;         // see `keep`
  std::vector<std::uint64_t> observed_;  // numbers of records that the next frame answers
  std::uint64_t last_ticket_ = 0;
  std::uint64_t refused_records_ = 0;  // that the camera was not asked about
  std::string ended_;                  // why nothing is taken
};

}  // namespace gimbal::virtualptz

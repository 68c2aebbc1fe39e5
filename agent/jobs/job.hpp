// Job: one preview or ingest, its child process and what is known about it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/jobs/child_process.hpp"
#include "agent/jobs/control_client.hpp"
#include "agent/preview/picture_feed.hpp"
#include "lib/camera/crop.hpp"
#include "lib/codec/control_protocol.hpp"

namespace gimbal {

/// What a detector has said of a job.
struct TrackingReport {
  std::string record;      ///< as JSON, one object on one line
  std::string updated_at;  ///< when it came, RFC 3339 in UTC
  bool steers = false;     ///< it says where the camera should look
};

enum class JobKind { kPreview, kIngest };
enum class JobState { kRunning, kStopped, kFailed };

/// In the contract's words.
std::string_view to_text(JobKind kind);
std::string_view to_text(JobState state);

/// What a job is, from its request; never changes.
struct JobDescription {
  JobKind kind = JobKind::kPreview;
  std::string source;      ///< as given: may hold credentials
  std::string session_id;  ///< ingest only
  int replica_index = 0;   ///< ingest only
  std::string profile;     ///< ingest only
  std::string output;      ///< ingest only
  std::vector<std::string> command;
};

class Job final : private ChildProcess::Listener {
 public:
  /// Starts the child. The error is fit for the caller of the API. `when_empty` of the feed and all
  /// callbacks run on the main loop.
  static Result<std::unique_ptr<Job>> start(std::string id, JobDescription description,
                                            const Framing& framing);

  const std::string& id() const { return id_; }
  const JobDescription& description() const { return description_; }
  JobState state() const { return state_; }
  /// Running, and not asked to stop.
  bool takes_commands() const { return state_ == JobState::kRunning && !stopping_; }
  /// One line, fit to be shown: no credentials.
  const std::optional<std::string>& last_error() const { return last_error_; }
  const std::optional<StreamStats>& stats() const { return stats_; }
  /// The newest framing asked for.
  const Framing& framing() const { return framing_; }
  /// The pictures of a preview.
  PictureFeed& pictures() { return pictures_; }

  /// Points the camera. Only while `takes_commands`.
  void point(const Framing& framing, ControlClient::OnPointReply reply);

  /// Keeps what a detector says, and passes it on to a camera that runs. The first record that
  /// steers makes the camera follow, unless an operator has it: then the first one after
  /// that. What comes before the first picture is passed on again then.
  void track(TrackingReport report);
  /// The newest one; empty where no detector has spoken.
  const std::optional<TrackingReport>& tracking() const { return tracking_; }

  /// Ends the job in order; `stopped` is called once the process is gone, at once where it is.
  void stop(std::function<void()> stopped);

 private:
  using Clock = std::chrono::steady_clock;

  Job(std::string id, JobDescription description, const Framing& framing);

  void on_stdout(std::string_view bytes) override;
  void on_stderr_line(std::string_view line) override;
  void on_exit(const ChildExit& exit) override;
  void on_event(const ControlEvent& event);
  bool is_operated() const;
  void on_refused(const RefusedEvent& refused);

  std::string id_;
  JobDescription description_;
  JobState state_ = JobState::kRunning;
  bool stopping_ = false;
  Framing framing_;
  std::optional<std::string> last_error_;
  std::optional<StreamStats> stats_;
  std::optional<TrackingReport> tracking_;
  std::optional<Clock::time_point> pointed_at_;
  bool follows_ = false;        // the camera has been told to follow
  bool has_pictures_ = false;   // it has said so
  bool came_too_soon_ = false;  // it has refused a record before that
  std::string last_refusal_;
  std::string reported_error_;  // what the child's `error` event said
  std::string last_stderr_line_;
  std::vector<std::function<void()>> when_stopped_;
  PictureFeed pictures_;
  std::unique_ptr<ChildProcess> child_;
  std::optional<ControlClient> control_;
};

}  // namespace gimbal

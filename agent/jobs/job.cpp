// A job's life: running until its child is gone.
#include "agent/jobs/job.hpp"

#include <cstdio>
#include <utility>

#include "lib/base/mask.hpp"
#include "lib/camera/camera_settings.hpp"

namespace gimbal {

namespace {

constexpr std::size_t kMaxErrorBytes = 300;

/// One line without credentials, short enough for a reply. Cut between characters, not within one.
std::string fit_to_show(const std::string& text) {
  std::string shown = mask_credentials(text);
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      c = ' ';
    }
  }
  if (shown.size() > kMaxErrorBytes) {
    std::size_t end = kMaxErrorBytes;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xc0) == 0x80) {
      --end;
    }
    shown.resize(end);
  }
  return shown;
}

}  // namespace

std::string_view to_text(JobKind kind) {
  return kind == JobKind::kPreview ? "preview" : "ingest";
}

std::string_view to_text(JobState state) {
  switch (state) {
    case JobState::kRunning:
      return "running";
    case JobState::kStopped:
      return "stopped";
    case JobState::kFailed:
      return "failed";
  }
  return "unknown";
}

Job::Job(std::string id, JobDescription description, const Framing& framing)
    : id_(std::move(id)), description_(std::move(description)), framing_(framing) {}

Result<std::unique_ptr<Job>> Job::start(std::string id, JobDescription description,
                                        const Framing& framing) {
  std::unique_ptr<Job> job(new Job(std::move(id), std::move(description), framing));
  auto child = ChildProcess::spawn(job->description_.command,
                                   job->description_.kind == JobKind::kPreview, *job);
  if (!child) {
    return Error{child.error()};
  }
  job->child_ = std::move(*child);
  Job* const self = job.get();
  job->control_.emplace(job->child_->take_control(),
                        [self](const ControlEvent& event) { self->on_event(event); });
  return job;
}

void Job::point(const Framing& framing, ControlClient::OnPointReply reply) {
  framing_ = framing;
  pointed_at_ = Clock::now();
  control_->point(framing, std::move(reply));
}

void Job::track(TrackingReport report) {
  tracking_ = std::move(report);
  if (!takes_commands()) {
    return;
  }
  // The command takes the camera from an operator; once it follows, it hands itself over.
  if (tracking_->steers && !follows_ && !is_operated()) {
    follows_ = true;
    control_->follow();
  }
  if (follows_) {
    control_->track(tracking_->record);
  }
}

bool Job::is_operated() const {
  const std::chrono::duration<double> hand_back(CameraSettings().hand_back);
  return pointed_at_ && Clock::now() - *pointed_at_ < hand_back;
}

void Job::stop(std::function<void()> stopped) {
  if (state_ != JobState::kRunning) {
    stopped();
    return;
  }
  stopping_ = true;
  when_stopped_.push_back(std::move(stopped));
  child_->terminate();
}

void Job::on_stdout(std::string_view bytes) {
  pictures_.feed(bytes);
}

void Job::on_stderr_line(std::string_view line) {
  last_stderr_line_ = line;
  std::fprintf(stderr, "gimbal-agent: job %s: %s\n", id_.c_str(), mask_credentials(line).c_str());
}

void Job::on_event(const ControlEvent& event) {
  if (const auto* stats = std::get_if<StatsEvent>(&event)) {
    stats_ = stats->stats;
  } else if (const auto* error = std::get_if<ErrorEvent>(&event)) {
    reported_error_ = error->message;
  } else if (const auto* refused = std::get_if<RefusedEvent>(&event)) {
    on_refused(*refused);
  } else if (const auto* state = std::get_if<StateEvent>(&event)) {
    has_pictures_ = has_pictures_ || state->state == "running";
    if (has_pictures_ && std::exchange(came_too_soon_, false) && takes_commands()) {
      control_->track(tracking_->record);
    }
  }
}

/// Who points the camera is answered; a detector was, when its record came. The log says it once.
void Job::on_refused(const RefusedEvent& refused) {
  if (refused.id != 0 || !takes_commands()) {
    return;
  }
  if (!has_pictures_) {
    came_too_soon_ = follows_;
  } else if (refused.reason != kOvertakenReason && refused.reason != last_refusal_) {
    last_refusal_ = refused.reason;
    std::fprintf(stderr, "gimbal-agent: job %s: the camera refused a tracking record: %s\n",
                 id_.c_str(), last_refusal_.c_str());
  }
}

void Job::on_exit(const ChildExit& exit) {
  state_ = stopping_ || exit.succeeded() ? JobState::kStopped : JobState::kFailed;
  control_->finish();
  if (state_ == JobState::kFailed) {
    last_error_ = fit_to_show(!reported_error_.empty()     ? reported_error_
                              : !last_stderr_line_.empty() ? last_stderr_line_
                                                           : exit.describe());
    std::fprintf(stderr, "gimbal-agent: job %s failed: %s\n", id_.c_str(), last_error_->c_str());
  }
  pictures_.close();
  for (const auto& stopped : std::exchange(when_stopped_, {})) {
    stopped();
  }
}

}  // namespace gimbal

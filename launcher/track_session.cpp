#include "launcher/track_session.hpp"

#include <csignal>
#include <utility>

#include "launcher/commands.hpp"

namespace gimbal {

TrackSession::TrackSession(std::string command, const PushOptions& options, InWords in_words)
    : command_(std::move(command)),
      in_words_(in_words),
      options_(options),
      loop_(g_main_loop_new(nullptr, FALSE)) {}

TrackSession::~TrackSession() = default;

std::string TrackSession::open() {
  Detector::Listener& listener = *this;
  auto detector = open_detector(options_.detector, listener);
  if (!detector) {
    return detector.error();
  }
  detector_ = std::move(*detector);
  return "";
}

int TrackSession::run(const std::string& job_id) {
  std::signal(SIGPIPE, SIG_IGN);
  PushPipeline::Listener& listener = *this;
  auto pipeline = PushPipeline::start(options_, job_id, listener);
  if (!pipeline) {
    say(in_words_(pipeline.error()));
    return 1;
  }
  pipeline_ = std::move(*pipeline);
  detector_->begin();
  g_main_loop_run(loop_.get());
  detector_.reset();
  say_counts();
  pipeline_.reset();
  return status_;
}

void TrackSession::end(int status, const std::string& reason) {
  if (std::exchange(ending_, true)) {
    return;
  }
  status_ = status;
  if (!reason.empty()) {
    say(reason);
  }
  pipeline_->end();
}

// --- the detector ------------------------------------------------------------------------------

void TrackSession::on_detector_text(std::string_view text, bool whole) {
  if (!ending_) {
    pipeline_->push(text, whole);
  }
}

void TrackSession::on_detector_nonsense(const std::string& reason) {
  ++nonsense_;
  say_refused(reason);
}

void TrackSession::on_detector_notice(const std::string& text) {
  say(text);
}

void TrackSession::on_detector_end(const std::string& failure) {
  end(failure.empty() ? 0 : 1, failure);
}

// --- the runner --------------------------------------------------------------------------------

void TrackSession::on_push_health(bool healthy, const std::string& reason) {
  say(healthy ? "the runner takes the records" : in_words_(reason) + ". Trying again.");
}

void TrackSession::on_push_refused(const std::string& text) {
  say_refused(text);
}

void TrackSession::on_push_failed(const std::string& reason) {
  ending_ = true;
  status_ = 1;
  say(in_words_(reason));
  g_main_loop_quit(loop_.get());
}

void TrackSession::on_push_end() {
  g_main_loop_quit(loop_.get());
}

// --- what the user is told ---------------------------------------------------------------------

void TrackSession::say(const std::string& text) const {
  report_error(command_, text);
}

void TrackSession::say_refused(const std::string& reason) {
  if (!std::exchange(refusal_said_, true)) {
    say(reason + " (more of this kind is counted, and not said)");
  }
}

void TrackSession::say_counts() const {
  const PushPipeline::Counts counts = pipeline_->counts();
  say(std::to_string(counts.pushed) + " pushed, " + std::to_string(counts.superseded) +
      " superseded by newer ones, " + std::to_string(counts.failed) + " pushes failed, " +
      std::to_string(counts.refused + nonsense_) + " messages refused");
}

}  // namespace gimbal

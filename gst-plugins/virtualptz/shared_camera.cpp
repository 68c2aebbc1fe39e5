#include "gst-plugins/virtualptz/shared_camera.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <utility>

namespace gimbal::virtualptz {

namespace {

// How long before its time a record is given to the camera. More than a late frame, less than the
// camera remembers.
constexpr double kAhead = 1;  // seconds

/// Seconds of a clock that never jumps.
double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Answer refusal(std::uint64_t command, std::string reason) {
  return {command, Answer::Result::kRefused, std::move(reason)};
}

}  // namespace

std::string SharedCamera::change(const std::function<void(CameraSettings&)>& change) {
  const std::scoped_lock lock(mutex_);
  CameraSettings settings = camera_.settings();
  change(settings);
  return camera_.configure(settings);
}

CameraSettings SharedCamera::settings() const {
  const std::scoped_lock lock(mutex_);
  return camera_.settings();
}

CameraMode SharedCamera::mode() const {
  const std::scoped_lock lock(mutex_);
  return camera_.settings().mode;
}

void SharedCamera::set_shapes(const PictureShape& source, const PictureShape& output,
                              Aspect aspect) {
  const std::scoped_lock lock(mutex_);
  camera_.set_shapes(source, output, aspect);
}

// --- commands ------------------------------------------------------------------------------------

std::string SharedCamera::take_locked(std::uint64_t ticket, CameraCommand command) {
  auto* move = std::get_if<MoveTo>(&command);
  if (move != nullptr && !shown_) {
    move->cut = true;
  }
  std::string refused = camera_.take(ticket, command);
  if (!refused.empty()) {
    return refused;
  }
  if (move != nullptr) {
    goal_ = move->framing;
  } else if (!std::holds_alternative<StorePreset>(command) &&
             !std::holds_alternative<RemovePreset>(command)) {
    goal_.reset();
  }
  return "";
}

std::optional<Answer> SharedCamera::take(std::uint64_t command, const CameraCommand& what) {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t ticket = command == 0 ? 0 : ++last_ticket_;
  std::string refused = ended_.empty() ? take_locked(ticket, what) : ended_;
  if (!refused.empty()) {
    return refusal(command, std::move(refused));
  }
  if (ticket != 0) {
    waiting_.push_back({ticket, command});
  }
  return std::nullopt;
}

Framing SharedCamera::asked_for_locked() const {
  return goal_.value_or(shown_.value_or(camera_.settings().home));
}

std::string SharedCamera::point(double Framing::*side, double value, bool cut) {
  const std::scoped_lock lock(mutex_);
  Framing framing = asked_for_locked();
  framing.*side = value;
  if (!shown_ && camera_.settings().mode == CameraMode::kHold) {
    goal_ = framing;  // see begin_on_hold
    return "";
  }
  return take_locked(0, MoveTo{framing, cut});
}

Framing SharedCamera::asked_for() const {
  const std::scoped_lock lock(mutex_);
  return asked_for_locked();
}

std::optional<Answer> SharedCamera::observe(std::uint64_t command, const TrackingRecord& record,
                                            const RecordArrival& arrival) {
  const std::scoped_lock lock(mutex_);
  if (!ended_.empty()) {
    ++refused_records_;
    return refusal(command, ended_);
  }
  RecordArrival here = arrival;
  here.video_now = video_now_.at(steady_seconds());
  const auto time = time_of(record, here);
  if (!time) {
    ++refused_records_;
    return refusal(command, time.error());
  }
  std::string refused = observe_locked(record, *time, known_at(here).value_or(*time));
  if (!refused.empty()) {
    return refusal(command, std::move(refused));
  }
  if (command != 0) {
    observed_.push_back(command);
  }
  return std::nullopt;
}

std::string SharedCamera::observe_locked(const TrackingRecord& record, double time,
                                         double known_at) {
  const bool early = !due_until_ || time > *due_until_;
  if (!early || !std::isfinite(time)) {
    return camera_.observe(record, time, known_at);
  }
  if (pending_.add(time, record)) {
    return "";
  }
  ++refused_records_;
  return "too many records wait for their time; send them as the video plays";
}

// --- frames --------------------------------------------------------------------------------------

void SharedCamera::begin() {
  const std::scoped_lock lock(mutex_);
  camera_.restart();
  video_now_.restart();
  pending_.clear();
  due_until_.reset();
  shown_.reset();
  ended_.clear();
}

void SharedCamera::restart() {
  const std::scoped_lock lock(mutex_);
  camera_.restart();
  due_until_.reset();
}

void SharedCamera::flush() {
  const std::scoped_lock lock(mutex_);
  camera_.restart();
  video_now_.restart();
  due_until_.reset();
  ended_.clear();
}

void SharedCamera::note_frame(double pts) {
  const std::scoped_lock lock(mutex_);
  video_now_.note_frame(pts, steady_seconds());
}

std::vector<Answer> SharedCamera::answers_of(const Shot& shot) {
  std::vector<Answer> answers = std::exchange(kept_, {});
  for (const CommandReply& reply : shot.replies) {
    const auto waiting = std::find_if(waiting_.begin(), waiting_.end(),
                                      [&](const Waiting& w) { return w.ticket == reply.ticket; });
    if (waiting != waiting_.end()) {  // else it was refused when the frames ended
      answers.push_back({waiting->command,
                         reply.overtaken ? Answer::Result::kOvertaken : Answer::Result::kApplied,
                         ""});
      waiting_.erase(waiting);
    }
  }
  for (const std::uint64_t command : std::exchange(observed_, {})) {
    answers.push_back({command, Answer::Result::kApplied, ""});
  }
  return answers;
}

/// A camera that is on hold from the start stays where it was put: it has that for its home until
/// the first frame has been shown.
Shot SharedCamera::begin_on_hold(double time) {
  const CameraSettings settings = camera_.settings();
  CameraSettings placed = settings;
  placed.home = asked_for_locked();
  camera_.configure(placed);
  Shot shot = camera_.advance(time);
  camera_.configure(settings);
  return shot;
}

void SharedCamera::observe_pending(double time) {
  due_until_ = time + camera_.settings().follow.lookahead + kAhead;
  while (const auto entry = pending_.pop(*due_until_)) {
    camera_.observe(entry->record, entry->time);
  }
}

AnsweredShot SharedCamera::advance(double time) {
  const std::scoped_lock lock(mutex_);
  observe_pending(time);
  const bool put_on_hold = !shown_ && camera_.settings().mode == CameraMode::kHold;
  Shot shot = put_on_hold ? begin_on_hold(time) : camera_.advance(time);
  shown_ = shot.framing;
  if (shot.steering != Steering::kManual) {
    goal_.reset();  // somebody else has taken over
  }
  auto answers = answers_of(shot);
  return {std::move(shot), std::move(answers)};
}

void SharedCamera::keep(std::vector<Answer> answers) {
  const std::scoped_lock lock(mutex_);
  std::move(answers.begin(), answers.end(), std::back_inserter(kept_));
}

std::vector<Answer> SharedCamera::end(const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  ended_ = reason;
  std::vector<Answer> answers;
  for (const Answer& answer : std::exchange(kept_, {})) {
    answers.push_back(refusal(answer.command, reason));
  }
  for (const Waiting& waiting : std::exchange(waiting_, {})) {
    answers.push_back(refusal(waiting.command, reason));
  }
  for (const std::uint64_t command : std::exchange(observed_, {})) {
    answers.push_back(refusal(command, reason));
  }
  return answers;
}

void SharedCamera::resume() {
  const std::scoped_lock lock(mutex_);
  ended_.clear();
}

void SharedCamera::count_refused_record() {
  const std::scoped_lock lock(mutex_);
  ++refused_records_;
}

VirtualCamera::Counters SharedCamera::counters() const {
  const std::scoped_lock lock(mutex_);
  VirtualCamera::Counters counters = camera_.counters();
  counters.records_refused += refused_records_;
  return counters;
}

}  // namespace gimbal::virtualptz

#include "launcher/stream_session.hpp"

#include <csignal>
#include <cstdio>

#include "launcher/process_deadline.hpp"

namespace gimbal {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// What the main loop has beyond a time-out to say so itself, before the process is ended.
constexpr milliseconds kGrace{1500};

std::string output_name(const OutputTarget& target) {
  return target.kind == OutputTarget::Kind::kStandardOutput ? "standard output" : target.path;
}

/// Of a clock that never jumps.
PictureTimer::Time now() {
  return PictureTimer::Time(g_get_monotonic_time());
}

}  // namespace

StreamSession::StreamSession(MakePipeline make_pipeline, SessionOptions options)
    : make_pipeline_(std::move(make_pipeline)),
      options_(std::move(options)),
      loop_(g_main_loop_new(nullptr, FALSE)),
      output_(output_name(options_.output), options_.bitrate, *this),
      readers_(options_.output, output_, *this),
      control_(options_.has_camera, *this),
      rebuild_(*this),
      pictures_(options_.start_timeout, options_.stall_timeout) {}

StreamSession::~StreamSession() {
  if (second_ != 0) {
    g_source_remove(second_);
  }
}

int StreamSession::run() {
  std::signal(SIGPIPE, SIG_IGN);
  second_ = g_timeout_add_seconds(1, on_second, this);
  signals_ = std::make_unique<StopSignals>([this] { quit(0); });
  parent_ = std::make_unique<ParentWatch>([this] { quit(0); });
  const std::string problem = open_inputs();
  if (!problem.empty()) {
    fail(problem);
  } else {
    control_.broadcast(StateEvent{"starting"});
    readers_.begin();
  }
  if (!ended_) {
    g_main_loop_run(loop_.get());
  }
  begin_shutdown_deadline(status_);
  control_.end("the stream has ended");  // first: a pipeline may not stop in time
  stop_player();
  readers_.end();
  return status_;
}

/// Those who tell the stream what to do. An error text, empty when all is well.
std::string StreamSession::open_inputs() {
  std::string problem = control_.open(options_.control_fd, options_.control_path);
  if (!problem.empty() || options_.tracking.path.empty()) {
    return problem;
  }
  // Records are handed to the camera a little before they can matter.
  constexpr double kAhead = 1;
  auto tracking = TrackingInput::open(options_.tracking, options_.lookahead + kAhead,
                                      [this](const std::string& text) { say(text); });
  if (!tracking) {
    return tracking.error();
  }
  tracking_ = std::move(*tracking);
  return "";
}

void StreamSession::quit(int status) {
  if (ended_) {
    return;
  }
  ended_ = true;
  status_ = status;
  control_.broadcast(StateEvent{"stopping"});
  g_main_loop_quit(loop_.get());
}

void StreamSession::say(const std::string& text) const {
  std::fprintf(stderr, "%s: %s\n", options_.name.c_str(), text.c_str());
}

void StreamSession::fail(const std::string& reason) {
  if (!ended_) {
    say(reason);
    control_.broadcast(ErrorEvent{reason});
    quit(1);
  }
}

// --- the output and its reader -----------------------------------------------------------------

void StreamSession::on_reader_came() {
  pictures_.restart(now());
  if (!player_ && !rebuild_.is_pending()) {
    start_player();
  }
}

// --- the pipeline ------------------------------------------------------------------------------

void StreamSession::start_player() {
  if (options_.start_timeout.count() > 0) {
    set_process_deadline(options_.start_timeout + kGrace,
                         options_.name +
                             ": the pipeline hangs while it starts; "
                             "run it with GST_DEBUG=3 to see where");
  }
  auto pipeline = make_pipeline_();
  if (!pipeline) {
    on_failed(pipeline.error());
    return;
  }
  Player::Listener& listener = *this;
  player_ = std::make_unique<Player>(std::move(*pipeline), options_.playback, listener);
  const ElementHandle sink(player_->element("output"));
  output_.attach(GST_APP_SINK(sink.get()), player_->encoder());
  control_.attach(player_->camera(), player_->encoder());
  if (tracking_) {
    const ElementHandle records(player_->element("tracking"));
    tracking_->attach(GST_APP_SRC(records.get()));
  }
  pictures_.begin(now());
  player_->play(options_.rebuild ? base_time() : GST_CLOCK_TIME_NONE);
}

/// Of every pipeline of this stream, so that PTS go on where an earlier one's ended.
GstClockTime StreamSession::base_time() {
  if (!GST_CLOCK_TIME_IS_VALID(base_time_)) {
    const GstObjectHandle<GstClock> clock(gst_system_clock_obtain());
    base_time_ = gst_clock_get_time(clock.get());
  }
  return base_time_;
}

void StreamSession::stop_player() {
  if (!player_) {
    return;
  }
  output_.detach();
  if (tracking_) {
    tracking_->detach();
  }
  control_.detach("the pipeline ended before a frame could show it");
  totals_.add(*player_);
  player_.reset();
}

/// Before the first picture a failure is the stream's. Later it must not be: whoever restarts a
/// stream that ends, and go2rtc does so at once and for ever, would be driven into a storm.
void StreamSession::on_failed(const std::string& reason) {
  if (ended_) {
    return;
  }
  if (!options_.rebuild || !output_.has_delivered()) {
    fail(reason);
    return;
  }
  totals_.count_rebuild();
  say(reason + " Trying again in " + std::to_string(rebuild_.begin().count()) + " ms.");
}

void StreamSession::on_retire() {
  stop_player();
  clear_process_deadline();  // until the next one starts
}

void StreamSession::on_ptz_state(const GstStructure* fields) {
  control_.handle_ptz_state(fields);
  const GstClockTime pts = control_.camera_state()->pts;
  if (tracking_ && GST_CLOCK_TIME_IS_VALID(pts)) {
    tracking_->show(static_cast<double>(pts) / GST_SECOND);
  }
}

// --- once a second -----------------------------------------------------------------------------

gboolean StreamSession::on_second(gpointer data) {
  auto* self = static_cast<StreamSession*>(data);
  if (self->player_) {
    self->check_progress();
  }
  self->control_.broadcast(StatsEvent{0, self->on_stats_wanted()});
  return G_SOURCE_CONTINUE;
}

void StreamSession::check_progress() {
  const bool awaited = output_.has_reader() && !output_.waits();
  pictures_.note(totals_.read(*player_), awaited, now());
  player_->check();
  if (pictures_.is_well()) {
    rebuild_.reset();
  }
  if (pictures_.has_picture() && !running_) {
    running_ = true;
    control_.broadcast(StateEvent{"running"});
  }
  check_time_without_picture();
}

/// A damaged file or a hanging driver can leave a pipeline waiting for ever without a word.
void StreamSession::check_time_without_picture() {
  if (!pictures_.has_limit()) {
    clear_process_deadline();
    return;
  }
  const milliseconds left = pictures_.left(now());
  const std::string problem = player_->in_words_of_source(pictures_.problem());
  if (left.count() <= 0) {
    fail(problem);
  } else {
    set_process_deadline(left + kGrace, options_.name + ": " + problem);
  }
}

StreamStats StreamSession::on_stats_wanted() {
  StreamStats stats = totals_.stats(player_.get());
  stats.path = options_.path;
  if (const auto& camera = control_.camera_state()) {
    stats.crop = camera->crop;
    stats.mode = camera->mode;
    stats.steering = camera->steering;
  }
  return stats;
}

}  // namespace gimbal

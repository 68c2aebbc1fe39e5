#include "launcher/stream_session.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "launcher/process_deadline.hpp"

namespace gimbal {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kFirstWait{250};
constexpr milliseconds kLongestWait{10'000};
/// A pipeline that has played this long was well: its failure is a new one.
constexpr int kSecondsToRecover = 10;
/// What the main loop has beyond a time-out to say so itself, before the process is ended.
constexpr milliseconds kGrace{1500};

std::string output_name(const OutputTarget& target) {
  return target.kind == OutputTarget::Kind::kStandardOutput ? "standard output" : target.path;
}

std::string in_seconds(seconds time) {
  return std::to_string(time.count()) + (time.count() == 1 ? " second" : " seconds");
}

guint64 skipped_frames(GstElement* source) {
  guint64 skipped = 0;
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(source), "frames-skipped") != nullptr) {
    g_object_get(source, "frames-skipped", &skipped, nullptr);
  }
  return skipped;
}

}  // namespace

StreamSession::StreamSession(MakePipeline make_pipeline, SessionOptions options)
    : make_pipeline_(std::move(make_pipeline)),
      options_(std::move(options)),
      loop_(g_main_loop_new(nullptr, FALSE)),
      output_(output_name(options_.output), options_.bitrate, *this),
      readers_(options_.output, output_, *this),
      control_(options_.has_camera, *this),
      backoff_(kFirstWait, kLongestWait, static_cast<std::uint32_t>(getpid())) {}

StreamSession::~StreamSession() {
  for (const guint source : {second_, retry_}) {
    if (source != 0) {
      g_source_remove(source);
    }
  }
  while (g_idle_remove_by_data(this) != FALSE) {
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
  if (!problem.empty() || options_.tracking.empty()) {
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
  last_picture_ = g_get_monotonic_time();
  if (!player_ && !rebuilding_) {
    start_player();
  }
}

void StreamSession::on_reader_served() {
  readers_.on_served();
}

void StreamSession::on_reader_gone() {
  readers_.on_left();
}

void StreamSession::on_readers_gone() {
  quit(0);
}

void StreamSession::on_no_reader(const std::string& reason) {
  fail(reason);
}

void StreamSession::on_output_failed(const std::string& reason) {
  fail(reason);
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
  last_picture_ = g_get_monotonic_time();
  seconds_with_picture_ = 0;
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
  const auto last = player_->meter().read();
  earlier_.frames += last.frames;
  earlier_.bytes += last.bytes;
  skipped_earlier_ += skipped_frames(player_->source());
  reading_ = {};
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
  wait_ = backoff_.next();
  rebuilding_ = true;
  ++rebuilds_;
  say(reason + " Trying again in " + std::to_string(wait_.count()) + " ms.");
  g_idle_add(on_retire, this);  // the player is on the stack
}

gboolean StreamSession::on_retire(gpointer data) {
  auto* self = static_cast<StreamSession*>(data);
  self->stop_player();
  clear_process_deadline();  // until the next one starts
  self->retry_ = g_timeout_add(static_cast<guint>(self->wait_.count()), on_rebuild, self);
  return G_SOURCE_REMOVE;
}

gboolean StreamSession::on_rebuild(gpointer data) {
  auto* self = static_cast<StreamSession*>(data);
  self->retry_ = 0;
  self->rebuilding_ = false;
  self->start_player();
  return G_SOURCE_REMOVE;
}

void StreamSession::on_ended() {
  quit(0);
}

void StreamSession::on_warning(const std::string& text) {
  say(text);
}

void StreamSession::on_ptz_reply(const GstStructure* fields) {
  control_.handle_ptz_reply(fields);
}

void StreamSession::on_ptz_state(const GstStructure* fields) {
  control_.handle_ptz_state(fields);
  const GstClockTime pts = control_.camera_state()->pts;
  if (tracking_ && GST_CLOCK_TIME_IS_VALID(pts)) {
    tracking_->show(static_cast<double>(pts) / GST_SECOND);
  }
}

void StreamSession::on_stop() {
  quit(0);
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
  const guint64 frames = reading_.frames;
  reading_ = player_->meter().read();
  player_->check();
  if (reading_.frames > frames) {
    last_picture_ = g_get_monotonic_time();
    if (++seconds_with_picture_ == kSecondsToRecover) {
      backoff_.reset();
    }
    if (!running_) {
      running_ = true;
      control_.broadcast(StateEvent{"running"});
    }
  } else if (!output_.has_reader() || output_.waits()) {
    last_picture_ = g_get_monotonic_time();  // nobody takes them
  }
  check_time_without_picture();
}

/// A damaged file or a hanging driver can leave a pipeline waiting for ever without a word.
void StreamSession::check_time_without_picture() {
  const bool started = reading_.frames > 0;
  const seconds limit = started ? options_.stall_timeout : options_.start_timeout;
  if (limit.count() == 0) {
    clear_process_deadline();
    return;
  }
  const std::string what = started ? "no picture has come for " + in_seconds(limit) + "."
                                   : "no picture came within " + in_seconds(limit) + ".";
  const milliseconds without((g_get_monotonic_time() - last_picture_) / 1000);
  if (without >= limit) {
    fail(player_->in_words_of_source(what));
  } else {
    set_process_deadline(limit - without + kGrace,
                         options_.name + ": " + player_->in_words_of_source(what));
  }
}

StreamStats StreamSession::on_stats_wanted() {
  StreamStats stats;
  stats.frames = earlier_.frames + (player_ ? player_->meter().frames() : 0);
  stats.bytes = earlier_.bytes + reading_.bytes;
  stats.drops = skipped_earlier_ + (player_ ? skipped_frames(player_->source()) : 0);
  stats.rebuilds = static_cast<std::uint64_t>(rebuilds_);
  stats.fps = reading_.fps;
  stats.bitrate = reading_.bitrate;
  stats.encoder =
      player_ ? GST_OBJECT_NAME(gst_element_get_factory(player_->encoder())) : std::string();
  stats.path = options_.path;
  stats.latency_ns = player_ ? player_->latency() : std::nullopt;
  if (const auto& camera = control_.camera_state()) {
    stats.crop = camera->crop;
    stats.mode = camera->mode;
    stats.steering = camera->steering;
  }
  return stats;
}

}  // namespace gimbal

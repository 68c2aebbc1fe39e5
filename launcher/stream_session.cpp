#include "launcher/stream_session.hpp"

#include <glib-unix.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

#include "launcher/shutdown_deadline.hpp"
#include "launcher/video_fd.hpp"
#include "lib/base/mask.hpp"
#include "lib/camera/ptz_names.hpp"

namespace gimbal {

namespace {

ElementHandle find_element(const ElementHandle& pipeline, const char* name) {
  return ElementHandle(gst_bin_get_by_name(GST_BIN(pipeline.get()), name));
}

}  // namespace

bool has_video(GstStreamCollection* collection) {
  for (guint i = 0; i < gst_stream_collection_get_size(collection); ++i) {
    GstStream* stream = gst_stream_collection_get_stream(collection, i);
    if ((gst_stream_get_stream_type(stream) & GST_STREAM_TYPE_VIDEO) != 0) {
      return true;
    }
  }
  return false;
}

StreamSession::StreamSession(ElementHandle pipeline, SessionOptions options)
    : pipeline_(std::move(pipeline)),
      options_(std::move(options)),
      loop_(g_main_loop_new(nullptr, FALSE)),
      source_(find_element(pipeline_, "source")),
      camera_(find_element(pipeline_, "camera")),
      encoder_(find_element(pipeline_, "encoder")),
      meter_(encoder_.get()) {}

StreamSession::~StreamSession() {
  for (const guint source : sources_) {
    g_source_remove(source);
  }
}

int StreamSession::run() {
  std::signal(SIGPIPE, SIG_IGN);
  const BusHandle bus(gst_element_get_bus(pipeline_.get()));
  sources_.push_back(gst_bus_add_watch(bus.get(), on_bus_message, this));
  sources_.push_back(g_unix_signal_add(SIGTERM, on_signal, this));
  sources_.push_back(g_unix_signal_add(SIGINT, on_signal, this));
  sources_.push_back(g_timeout_add_seconds(1, on_second, this));
  if (options_.output_fd >= 0 && can_lose_reader(options_.output_fd)) {
    // A sink would notice only at its next write, which may be seconds away.
    sources_.push_back(g_unix_fd_add(
        options_.output_fd, static_cast<GIOCondition>(G_IO_ERR | G_IO_HUP), on_reader_gone, this));
  }
  if (!open_control()) {
    return status_;
  }
  broadcast(StateEvent{"starting"});
  begin_playing();
  if (!ended_) {
    g_main_loop_run(loop_.get());
  }
  begin_shutdown_deadline(status_);
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
  return status_;
}

void StreamSession::begin_playing() {
  // The source first: where it cannot open its device, its error is the one to read, and elements
  // behind it must not go looking for another device.
  if (gst_element_set_state(source_.get(), GST_STATE_READY) == GST_STATE_CHANGE_FAILURE) {
    g_idle_add(on_start_failed, this);
    return;
  }
  const bool must_seek = options_.start_seconds > 0 || options_.loop;
  if (must_seek) {
    watch_for_first_picture();
  }
  const GstState state = must_seek ? GST_STATE_PAUSED : GST_STATE_PLAYING;
  if (gst_element_set_state(pipeline_.get(), state) == GST_STATE_CHANGE_FAILURE) {
    g_idle_add(on_start_failed, this);
  }
}

/// A live source makes no picture before it plays, so there is no moment to seek at.
bool StreamSession::waits_to_seek_in_live_source() const {
  return (options_.start_seconds > 0 || options_.loop) &&
         gst_element_get_state(source_.get(), nullptr, nullptr, 0) == GST_STATE_CHANGE_NO_PREROLL;
}

/// Comes after the messages on the bus, where an element has usually said why.
gboolean StreamSession::on_start_failed(gpointer data) {
  static_cast<StreamSession*>(data)->fail(
      "the pipeline does not start; run it with GST_DEBUG=3 to see why");
  return G_SOURCE_REMOVE;
}

/// The first seek needs a source that knows its format: it is made when the first picture reaches
/// the element that holds pictures back until the pipeline plays.
void StreamSession::watch_for_first_picture() {
  const ElementHandle pace = find_element(pipeline_, "pace");
  const PadHandle pad(gst_element_get_static_pad(pace.get(), "sink"));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, on_first_picture, this, nullptr);
}

GstPadProbeReturn StreamSession::on_first_picture(GstPad*, GstPadProbeInfo*, gpointer data) {
  g_idle_add(on_ready_to_seek, data);  // a flushing seek must not come from the streaming thread
  return GST_PAD_PROBE_REMOVE;
}

gboolean StreamSession::on_ready_to_seek(gpointer data) {
  auto* self = static_cast<StreamSession*>(data);
  if (self->seek_to_start(true)) {
    gst_element_set_state(self->pipeline_.get(), GST_STATE_PLAYING);
  } else {
    self->fail("cannot seek in this source; run it without --start-seconds and --loop");
  }
  return G_SOURCE_REMOVE;
}

void StreamSession::quit(int status) {
  if (ended_) {
    return;
  }
  ended_ = true;
  status_ = status;
  broadcast(StateEvent{"stopping"});
  g_main_loop_quit(loop_.get());
}

void StreamSession::fail(const std::string& reason) {
  if (!ended_) {
    std::fprintf(stderr, "%s: %s\n", options_.name.c_str(), reason.c_str());
    broadcast(ErrorEvent{reason});
    quit(1);
  }
}

// --- what ends or steers a stream from outside -------------------------------------------------

gboolean StreamSession::on_signal(gpointer data) {
  static_cast<StreamSession*>(data)->quit(0);
  return G_SOURCE_CONTINUE;
}

gboolean StreamSession::on_reader_gone(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<StreamSession*>(data);
  self->quit(0);
  return G_SOURCE_CONTINUE;
}

gboolean StreamSession::on_second(gpointer data) {
  auto* self = static_cast<StreamSession*>(data);
  self->last_reading_ = self->meter_.read();
  self->check_running();
  self->broadcast(self->stats(0));
  return G_SOURCE_CONTINUE;
}

/// Says when pictures flow, and gives up where none comes: a damaged file can leave a pipeline
/// waiting for ever without a word.
void StreamSession::check_running() {
  constexpr int kFirstPictureSeconds = 20;  // longer than the time-outs of GStreamer's sources
  if (running_) {
    return;
  }
  if (last_reading_.frames > 0) {
    running_ = true;
    const Handle<GstQuery, unref_mini_object<GstQuery>> latency(gst_query_new_latency());
    gboolean live = FALSE;
    if (gst_element_query(pipeline_.get(), latency.get()) != FALSE) {
      gst_query_parse_latency(latency.get(), &live, nullptr, nullptr);
    }
    live_ = live != FALSE;
    broadcast(StateEvent{"running"});
  } else if (waits_to_seek_in_live_source()) {
    fail("a live source has no start and no end; run it without --start-seconds and --loop");
  } else if (++seconds_without_picture_ >= kFirstPictureSeconds) {
    fail(in_words_of_source("no picture came within 20 seconds."));
  }
}

bool StreamSession::open_control() {
  if (options_.control_fd >= 0) {
    add_channel(options_.control_fd);
    supervisor_ = channels_.back().get();
  }
  if (options_.control_path.empty()) {
    return true;
  }
  auto socket =
      ControlSocket::listen_at(options_.control_path, [this](int fd) { add_channel(fd); });
  if (!socket) {
    fail(socket.error());
    return false;
  }
  control_socket_ = std::move(*socket);
  return true;
}

void StreamSession::add_channel(int fd) {
  ControlChannel::Listener& listener = *this;
  channels_.push_back(std::make_unique<ControlChannel>(fd, listener));
}

void StreamSession::on_finished(ControlChannel& channel) {
  if (&channel == supervisor_) {
    supervisor_ = nullptr;
    quit(0);
  }
  drop_finished_channels();
}

/// A peer that sends no more may still wait for an answer.
void StreamSession::drop_finished_channels() {
  std::erase_if(channels_, [this](const auto& channel) {
    return channel->peer_has_finished() &&
           std::none_of(pending_ptz_.begin(), pending_ptz_.end(),
                        [&](const PendingPtz& pending) { return pending.from == channel.get(); });
  });
}

void StreamSession::on_command(ControlChannel& from, const ControlCommand& command) {
  if (const auto* ptz = std::get_if<PtzCommand>(&command.what)) {
    steer(from, command.id, *ptz);
  } else if (std::holds_alternative<StatsCommand>(command.what)) {
    from.send(stats(command.id));
  } else {
    quit(0);
  }
}

void StreamSession::steer(ControlChannel& from, std::uint64_t id, const PtzCommand& command) {
  if (!camera_) {
    from.send(RefusedEvent{id, "this stream has no camera to steer; gimbal ptz has one"});
    return;
  }
  const std::uint64_t ticket = next_ticket_++;
  pending_ptz_.push_back({&from, id, ticket});
  GstStructure* fields = gst_structure_new(kPtzEvent, "command", G_TYPE_UINT64, ticket, "center-x",
                                           G_TYPE_DOUBLE, command.framing.center_x, "center-y",
                                           G_TYPE_DOUBLE, command.framing.center_y, "zoom",
                                           G_TYPE_DOUBLE, command.framing.zoom, nullptr);
  gst_element_send_event(camera_.get(), gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields));
}

/// Answers the command that is now in the picture, and those that a newer one overtook.
void StreamSession::handle_ptz_state(const GstStructure* fields) {
  guint64 ticket = 0;
  AppliedEvent applied;
  CropRect crop;
  guint64 pts = 0;
  gst_structure_get(fields, "command", G_TYPE_UINT64, &ticket, "pts", G_TYPE_UINT64, &pts,
                    "center-x", G_TYPE_DOUBLE, &applied.framing.center_x, "center-y", G_TYPE_DOUBLE,
                    &applied.framing.center_y, "zoom", G_TYPE_DOUBLE, &applied.framing.zoom, "x",
                    G_TYPE_DOUBLE, &crop.x, "y", G_TYPE_DOUBLE, &crop.y, "w", G_TYPE_DOUBLE,
                    &crop.w, "h", G_TYPE_DOUBLE, &crop.h, nullptr);
  crop_ = crop;
  applied.pts_ns = pts;
  while (!pending_ptz_.empty() && pending_ptz_.front().ticket <= ticket) {
    const PendingPtz pending = pending_ptz_.front();
    pending_ptz_.pop_front();
    if (pending.ticket == ticket) {
      applied.id = pending.id;
      pending.from->send(applied);
    } else {
      pending.from->send(RefusedEvent{pending.id, "a newer command overtook this one"});
    }
  }
  drop_finished_channels();
}

void StreamSession::broadcast(const ControlEvent& event) {
  for (const auto& channel : channels_) {
    channel->send(event);
  }
}

StatsEvent StreamSession::stats(std::uint64_t id) {
  StreamStats stats;
  stats.frames = meter_.frames();
  stats.bytes = last_reading_.bytes;
  stats.fps = last_reading_.fps;
  stats.bitrate = last_reading_.bitrate;
  stats.encoder = GST_OBJECT_NAME(gst_element_get_factory(encoder_.get()));
  stats.path = options_.path;
  stats.crop = crop_;
  return {id, stats};
}

// --- the pipeline's bus ------------------------------------------------------------------------

gboolean StreamSession::on_bus_message(GstBus*, GstMessage* message, gpointer data) {
  static_cast<StreamSession*>(data)->handle_message(message);
  return G_SOURCE_CONTINUE;
}

void StreamSession::handle_message(GstMessage* message) {
  switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
      handle_error(message);
      break;
    case GST_MESSAGE_EOS:
      handle_eos();
      break;
    case GST_MESSAGE_SEGMENT_DONE:
      if (!seek_to_start(false)) {
        fail("cannot loop this source; run it without --loop");
      }
      break;
    case GST_MESSAGE_STREAM_COLLECTION:
      check_collection(message);
      break;
    case GST_MESSAGE_ELEMENT:
      if (gst_message_has_name(message, kPtzStateMessage) != FALSE) {
        handle_ptz_state(gst_message_get_structure(message));
      }
      break;
    default:
      break;
  }
}

void StreamSession::handle_error(GstMessage* message) {
  if (options_.output_fd >= 0 && can_lose_reader(options_.output_fd) &&
      reader_is_gone(options_.output_fd)) {
    quit(0);  // what the sink complains about is a reader that left
    return;
  }
  GError* raw_error = nullptr;
  gchar* raw_debug = nullptr;
  gst_message_parse_error(message, &raw_error, &raw_debug);
  const ErrorHandle error(raw_error);
  const CharHandle debug(raw_debug);
  GST_INFO_OBJECT(GST_MESSAGE_SRC(message), "%s", debug ? debug.get() : "no details");
  // An element that the source made and threw away again is nobody's child any more.
  GstObject* const sender = GST_MESSAGE_SRC(message);
  const bool from_source = gst_object_has_as_ancestor(sender, GST_OBJECT(source_.get())) != FALSE ||
                           gst_object_has_as_ancestor(sender, GST_OBJECT(pipeline_.get())) == FALSE;
  if (from_source && !options_.source_uri.empty()) {
    fail(in_words_of_source(mask_credentials(error->message)));
  } else {
    fail(error->message);
  }
}

/// `what` went wrong, as a line about the source.
std::string StreamSession::in_words_of_source(const std::string& what) const {
  if (options_.source_uri.empty()) {
    return what;
  }
  return "cannot play " + mask_credentials(options_.source_uri) + ": " + what +
         " Check that it exists, can be reached and is a video.";
}

/// The end of a file is an end in order; a camera has none.
void StreamSession::handle_eos() {
  if (meter_.frames() == 0) {
    fail(in_words_of_source("it ended before its first picture."));
  } else if (live_ && !options_.source_uri.empty()) {
    fail(in_words_of_source("the live source ended."));
  } else {
    quit(0);
  }
}

/// A source without pictures would leave the pipeline waiting for ever.
void StreamSession::check_collection(GstMessage* message) {
  GstStreamCollection* raw_collection = nullptr;
  gst_message_parse_stream_collection(message, &raw_collection);
  const GstObjectHandle<GstStreamCollection> collection(raw_collection);
  if (!has_video(collection.get())) {
    fail("the source has no video; choose one that has");
  }
}

/// Looping plays segment after segment without a flush, so that running time, and with it the PTS
/// of what is written, never turns back.
bool StreamSession::seek_to_start(bool first) {
  int flags = GST_SEEK_FLAG_ACCURATE;
  flags |= first ? GST_SEEK_FLAG_FLUSH : 0;
  flags |= options_.loop ? GST_SEEK_FLAG_SEGMENT : 0;
  const auto start = static_cast<gint64>(first ? options_.start_seconds * GST_SECOND : 0);
  return gst_element_seek(pipeline_.get(), 1.0, GST_FORMAT_TIME, static_cast<GstSeekFlags>(flags),
                          GST_SEEK_TYPE_SET, start, GST_SEEK_TYPE_NONE, -1) != FALSE;
}

}  // namespace gimbal

#include "launcher/player.hpp"

#include <string_view>

#include "lib/base/mask.hpp"
#include "lib/camera/ptz_names.hpp"

namespace gimbal {

bool has_video(GstStreamCollection* collection) {
  for (guint i = 0; i < gst_stream_collection_get_size(collection); ++i) {
    GstStream* stream = gst_stream_collection_get_stream(collection, i);
    if ((gst_stream_get_stream_type(stream) & GST_STREAM_TYPE_VIDEO) != 0) {
      return true;
    }
  }
  return false;
}

namespace {

/// Of caps that are not empty.
bool is_picture(const GstCaps* caps) {
  const std::string_view name = gst_structure_get_name(gst_caps_get_structure(caps, 0));
  return name.starts_with("video/") || name.starts_with("image/");
}

}  // namespace

Player::Player(ElementHandle pipeline, Playback playback, Listener& listener)
    : pipeline_(std::move(pipeline)),
      playback_(std::move(playback)),
      listener_(listener),
      source_(element("source")),
      lookahead_(element("lookahead")),
      decoder_(element("decoder")),
      camera_(element("camera")),
      encoder_(element("encoder")),
      meter_(encoder_.get()),
      position_(pipeline_.get(), playback_.range,
                [this](const std::string& reason) { fail(reason); }) {
  const BusHandle bus(gst_element_get_bus(pipeline_.get()));
  bus_watch_ = gst_bus_add_watch(bus.get(), on_bus_message, this);
  if (lookahead_) {
    g_signal_connect(source_.get(), "pad-added", G_CALLBACK(on_source_pad), this);
  }
}

Player::~Player() {
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
  g_source_remove(bus_watch_);
  while (g_idle_remove_by_data(this) != FALSE) {
  }
}

GstElement* Player::element(const char* name) const {
  return gst_bin_get_by_name(GST_BIN(pipeline_.get()), name);
}

void Player::play(GstClockTime base_time) {
  if (GST_CLOCK_TIME_IS_VALID(base_time)) {
    const GstObjectHandle<GstClock> clock(gst_system_clock_obtain());
    gst_pipeline_use_clock(GST_PIPELINE(pipeline_.get()), clock.get());
    gst_element_set_start_time(pipeline_.get(), GST_CLOCK_TIME_NONE);  // keeps the pipeline's off
    gst_element_set_base_time(pipeline_.get(), base_time);
  }
  // The source first: where it cannot open its device, its error is the one to read, and elements
  // behind it must not go looking for another device.
  if (gst_element_set_state(source_.get(), GST_STATE_READY) == GST_STATE_CHANGE_FAILURE) {
    later(on_start_failed);
    return;
  }
  if (gst_element_set_state(pipeline_.get(), position_.begin()) == GST_STATE_CHANGE_FAILURE) {
    later(on_start_failed);
  }
}

void Player::later(GSourceFunc what) {
  g_idle_add(what, this);
}

/// Comes after the messages on the bus, where an element has usually said why.
gboolean Player::on_start_failed(gpointer data) {
  static_cast<Player*>(data)->fail(
      "the pipeline does not start; run it with GST_DEBUG=3 to see why");
  return G_SOURCE_REMOVE;
}

void Player::check() {
  if (live_) {
    return;
  }
  if (meter_.frames() > 0) {
    const MiniObjectHandle<GstQuery> query(gst_query_new_latency());
    gboolean live = FALSE;
    if (gst_element_query(pipeline_.get(), query.get()) != FALSE) {
      gst_query_parse_latency(query.get(), &live, nullptr, nullptr);
    }
    live_ = live != FALSE;
  } else if (position_.must_seek() && gst_element_get_state(source_.get(), nullptr, nullptr, 0) ==
                                          GST_STATE_CHANGE_NO_PREROLL) {
    // It makes no picture before it plays, so there is no moment to seek at.
    fail("a live source has no start and no end; run it without --start-seconds and --loop");
  }
}

/// Asked behind the encoder: a sink that does not wait for the clock knows of no latency.
std::optional<GstClockTime> Player::latency() const {
  const MiniObjectHandle<GstQuery> query(gst_query_new_latency());
  const PadHandle pad(gst_element_get_static_pad(encoder_.get(), "src"));
  if (gst_pad_query(pad.get(), query.get()) == FALSE) {
    return std::nullopt;
  }
  GstClockTime latency = 0;
  gst_query_parse_latency(query.get(), nullptr, &latency, nullptr);
  return latency;
}

void Player::fail(const std::string& reason) {
  if (!failed_) {
    failed_ = true;
    listener_.on_failed(reason);
  }
}

// --- the pipeline's bus ------------------------------------------------------------------------

gboolean Player::on_bus_message(GstBus*, GstMessage* message, gpointer data) {
  static_cast<Player*>(data)->handle_message(message);
  return G_SOURCE_CONTINUE;
}

void Player::handle_message(GstMessage* message) {
  switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
      handle_error(message);
      break;
    case GST_MESSAGE_WARNING:
      handle_warning(message);
      break;
    case GST_MESSAGE_EOS:
      handle_eos();
      break;
    case GST_MESSAGE_SEGMENT_DONE:
      position_.begin_again();
      break;
    case GST_MESSAGE_STREAM_COLLECTION:
      check_collection(message);
      break;
    case GST_MESSAGE_LATENCY:
      gst_bin_recalculate_latency(GST_BIN(pipeline_.get()));
      break;
    case GST_MESSAGE_ELEMENT:
      if (gst_message_has_name(message, kPtzReplyMessage) != FALSE) {
        listener_.on_ptz_reply(gst_message_get_structure(message));
      } else if (gst_message_has_name(message, kPtzStateMessage) != FALSE) {
        listener_.on_ptz_state(gst_message_get_structure(message));
      }
      break;
    default:
      break;
  }
}

void Player::handle_error(GstMessage* message) {
  GError* raw_error = nullptr;
  gchar* raw_debug = nullptr;
  gst_message_parse_error(message, &raw_error, &raw_debug);
  const ErrorHandle error(raw_error);
  const CharHandle debug(raw_debug);
  GST_INFO_OBJECT(GST_MESSAGE_SRC(message), "%s", debug ? debug.get() : "no details");
  if (is_of_source(GST_MESSAGE_SRC(message)) && !playback_.source_uri.empty()) {
    fail(in_words_of_source(mask_credentials(error->message)));
  } else {
    fail(error->message);
  }
}

/// An element that the source made and threw away again is nobody's child any more.
bool Player::is_of_source(GstObject* sender) const {
  const auto is_in = [sender](const ElementHandle& bin) {
    return bin && gst_object_has_as_ancestor(sender, GST_OBJECT(bin.get())) != FALSE;
  };
  return is_in(source_) || is_in(decoder_) || !is_in(pipeline_);
}

/// The queue takes encoded video of the formats that its fragment lists. It is linked by now to
/// what it takes: a source whose video it does not take would play on into nowhere.
void Player::on_source_pad(GstElement*, GstPad* pad, gpointer data) {
  auto* self = static_cast<Player*>(data);
  const CapsHandle caps(gst_pad_query_caps(pad, nullptr));
  const bool video = gst_caps_get_size(caps.get()) > 0 && is_picture(caps.get());
  const PadHandle sink(gst_element_get_static_pad(self->lookahead_.get(), "sink"));
  if (video && gst_pad_is_linked(sink.get()) == FALSE) {
    self->later(on_unlinked);
  }
}

gboolean Player::on_unlinked(gpointer data) {
  auto* self = static_cast<Player*>(data);
  self->fail(self->in_words_of_source(
      "its video is of a kind that cannot be held back; run it without --lookahead."));
  return G_SOURCE_REMOVE;
}

/// Decoders warn of every little thing; a rendered camera and a virtual one warn of what their user
/// must know.
void Player::handle_warning(GstMessage* message) {
  GstObject* const sender = GST_MESSAGE_SRC(message);
  if (sender == GST_OBJECT(source_.get()) || sender == GST_OBJECT(camera_.get())) {
    GError* raw_error = nullptr;
    gst_message_parse_warning(message, &raw_error, nullptr);
    listener_.on_warning(ErrorHandle(raw_error)->message);
  }
}

std::string Player::in_words_of_source(const std::string& what) const {
  if (playback_.source_uri.empty()) {
    return what;
  }
  return "cannot play " + mask_credentials(playback_.source_uri) + ": " + what +
         " Check that it exists, can be reached and is a video.";
}

/// The end of a file is an end in order; a camera has none.
void Player::handle_eos() {
  if (failed_) {
    return;  // a source that fails ends its stream, too
  }
  if (meter_.frames() == 0) {
    fail(in_words_of_source("it ended before its first picture."));
  } else if (live_.value_or(false) && !playback_.source_uri.empty()) {
    fail(in_words_of_source("the live source ended."));
  } else {
    listener_.on_ended();
  }
}

/// A source without pictures would leave the pipeline waiting for ever.
void Player::check_collection(GstMessage* message) {
  GstStreamCollection* raw_collection = nullptr;
  gst_message_parse_stream_collection(message, &raw_collection);
  const GstObjectHandle<GstStreamCollection> collection(raw_collection);
  if (!has_video(collection.get())) {
    fail("the source has no video; choose one that has");
  }
}

}  // namespace gimbal

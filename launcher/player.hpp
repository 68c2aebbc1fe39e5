// Plays one pipeline from its first state change to its end.
#pragma once

#include <gst/gst.h>

#include <optional>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "launcher/playback_position.hpp"
#include "launcher/stream_meter.hpp"

namespace gimbal {

/// True where any of the streams is video.
bool has_video(GstStreamCollection* collection);

/// What is played and from where on.
struct Playback {
  std::string source_uri;  ///< of a source that is not a scene, for error lines
  PlaybackRange range;
};

/// Lives in the default main context; use it from that thread only.
class Player {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    /// Nothing more will come; `reason` is one line for the user.
    virtual void on_failed(const std::string& reason) = 0;
    /// The source came to its end, in order.
    virtual void on_ended() = 0;
    /// The source has something to say that ends nothing.
    virtual void on_warning(const std::string& text) = 0;
    /// Messages of the camera.
    virtual void on_ptz_reply(const GstStructure* fields) = 0;
    virtual void on_ptz_state(const GstStructure* fields) = 0;
  };

  /// `pipeline` has elements named "source" and "encoder", and may have a "camera". Where encoded
  /// video is held back, that is in a queue named "lookahead", before a "decoder".
  Player(ElementHandle pipeline, Playback playback, Listener& listener);
  /// Stops the pipeline.
  ~Player();
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  /// Starts. Running time counts from `base_time` of the system clock where that is valid, else
  /// from the moment the pipeline plays.
  void play(GstClockTime base_time);

  StreamMeter& meter() { return meter_; }
  GstElement* source() const { return source_.get(); }
  GstElement* camera() const { return camera_.get(); }
  GstElement* encoder() const { return encoder_.get(); }
  GstElement* element(const char* name) const;

  /// Call about once a second: says in time what will never play.
  void check();
  /// For how long the pipeline holds frames back, as its elements say; empty where they do not.
  std::optional<GstClockTime> latency() const;
  /// `what` went wrong, as a line about the source.
  std::string in_words_of_source(const std::string& what) const;

 private:
  static gboolean on_bus_message(GstBus* bus, GstMessage* message, gpointer data);
  static gboolean on_start_failed(gpointer data);
  static void on_source_pad(GstElement* source, GstPad* pad, gpointer data);
  static gboolean on_unlinked(gpointer data);
  void handle_message(GstMessage* message);
  void handle_error(GstMessage* message);
  void handle_warning(GstMessage* message);
  bool is_of_source(GstObject* sender) const;
  void handle_eos();
  void check_collection(GstMessage* message);
  void later(GSourceFunc what);
  void fail(const std::string& reason);

  ElementHandle pipeline_;
  Playback playback_;
  Listener& listener_;
  ElementHandle source_;
  ElementHandle lookahead_;
  ElementHandle decoder_;
  ElementHandle camera_;
  ElementHandle encoder_;
  StreamMeter meter_;
  PlaybackPosition position_;
  guint bus_watch_ = 0;
  bool failed_ = false;
  std::optional<bool> live_;  // known once pictures flow
};

}  // namespace gimbal

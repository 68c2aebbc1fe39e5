// Runs one stream from its first state change to its end, and answers those who steer it.
#pragma once

#include <gst/gst.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"
#include "launcher/control_channel.hpp"
#include "launcher/control_socket.hpp"
#include "launcher/stream_meter.hpp"

namespace gimbal {

struct SessionOptions {
  std::string name;          ///< "gimbal stream", for error lines
  int output_fd = -1;        ///< watched for a reader that goes away; -1 for none
  int control_fd = -1;       ///< a supervisor's socket: when it closes, the stream ends
  std::string control_path;  ///< Unix socket to listen on; empty for none
  std::string source_uri;    ///< of a source that is not a scene; for error lines
  std::string path;          ///< of the frames, for stats: "readback", "system"
  double start_seconds = 0;
  bool loop = false;
};

/// True where any of the streams is video.
bool has_video(GstStreamCollection* collection);

/// One stream. Its main loop is the default main context's; errors are one line on standard error.
class StreamSession : private ControlChannel::Listener {
 public:
  StreamSession(ElementHandle pipeline, SessionOptions options);
  ~StreamSession() override;
  StreamSession(const StreamSession&) = delete;
  StreamSession& operator=(const StreamSession&) = delete;

  /// Plays to the end; returns the exit status: 0 for an end in order (end of the source, a signal,
  /// a reader or supervisor that left, `stop`), 1 for a failure.
  int run();

 private:
  /// A `ptz` that has not been seen in the picture yet.
  struct PendingPtz {
    ControlChannel* from;
    std::uint64_t id;      // the sender's
    std::uint64_t ticket;  // ours, unique among all senders
  };

  void on_command(ControlChannel& from, const ControlCommand& command) override;
  void on_finished(ControlChannel& channel) override;
  void drop_finished_channels();
  void steer(ControlChannel& from, std::uint64_t id, const PtzCommand& command);

  static gboolean on_bus_message(GstBus* bus, GstMessage* message, gpointer data);
  static gboolean on_signal(gpointer data);
  static gboolean on_reader_gone(gint fd, GIOCondition condition, gpointer data);
  static gboolean on_second(gpointer data);
  static GstPadProbeReturn on_first_picture(GstPad* pad, GstPadProbeInfo* info, gpointer data);
  static gboolean on_ready_to_seek(gpointer data);
  static gboolean on_start_failed(gpointer data);
  void handle_message(GstMessage* message);
  void handle_error(GstMessage* message);
  void handle_ptz_state(const GstStructure* fields);
  std::string in_words_of_source(const std::string& what) const;
  void handle_eos();
  bool waits_to_seek_in_live_source() const;
  void check_running();
  void check_collection(GstMessage* message);
  bool seek_to_start(bool first);

  void begin_playing();
  void watch_for_first_picture();
  bool open_control();
  void add_channel(int fd);
  void broadcast(const ControlEvent& event);
  StatsEvent stats(std::uint64_t id);
  void fail(const std::string& reason);
  void quit(int status);

  ElementHandle pipeline_;
  SessionOptions options_;
  Handle<GMainLoop, g_main_loop_unref> loop_;
  ElementHandle source_;
  ElementHandle camera_;  // empty where the stream has none
  ElementHandle encoder_;
  StreamMeter meter_;
  StreamMeter::Reading last_reading_;
  std::vector<guint> sources_;
  std::unique_ptr<ControlSocket> control_socket_;
  std::vector<std::unique_ptr<ControlChannel>> channels_;
  ControlChannel* supervisor_ = nullptr;
  std::deque<PendingPtz> pending_ptz_;
  std::uint64_t next_ticket_ = 1;
  std::optional<CropRect> crop_;
  bool running_ = false;
  bool live_ = false;  // known once it runs
  int seconds_without_picture_ = 0;
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace gimbal

// Runs one stream: keeps a pipeline playing into its output, and answers those who steer it.
#pragma once

#include <gst/gst.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "launcher/output_readers.hpp"
#include "launcher/output_target.hpp"
#include "launcher/parent_watch.hpp"
#include "launcher/player.hpp"
#include "launcher/stop_signals.hpp"
#include "launcher/stream_control.hpp"
#include "launcher/stream_output.hpp"
#include "launcher/tracking_input.hpp"
#include "lib/base/backoff.hpp"

namespace gimbal {

struct SessionOptions {
  std::string name;  ///< "gimbal stream", for error lines
  OutputTarget output;
  int bitrate = 0;           ///< bits a second
  int control_fd = -1;       ///< a supervisor's socket: when it closes, the stream ends
  std::string control_path;  ///< Unix socket to listen on; empty for none
  bool has_camera = false;   ///< pipelines have an element named "camera"
  std::string tracking;      ///< where a camera's records come from; empty for none
  double lookahead = 0;      ///< seconds
  Playback playback;
  std::string path;                       ///< of the frames, for stats: "readback", "system"
  std::chrono::seconds start_timeout{0};  ///< for the first picture; 0 waits for ever
  std::chrono::seconds stall_timeout{0};  ///< between two pictures; 0 waits for ever
  bool rebuild = false;  ///< a pipeline that fails once the stream has begun is built again
};

/// Makes the pipeline to play, in NULL; called again when it has to be made anew. Its last element
/// is an appsink named "output".
using MakePipeline = std::function<Result<ElementHandle>()>;

/// One stream. Its main loop is the default main context's; errors are one line on standard error.
class StreamSession : private Player::Listener,
                      private StreamOutput::Listener,
                      private OutputReaders::Listener,
                      private StreamControl::Listener {
 public:
  StreamSession(MakePipeline make_pipeline, SessionOptions options);
  ~StreamSession() override;
  StreamSession(const StreamSession&) = delete;
  StreamSession& operator=(const StreamSession&) = delete;

  /// Plays to the end; returns the exit status: 0 for an end in order (end of the source, a signal,
  /// a reader, parent or supervisor that left, `stop`), 1 for a failure.
  int run();

  /// For stats: how frames get to the encoder of the pipeline being made.
  void set_path(const std::string& path) { options_.path = path; }

 private:
  void on_failed(const std::string& reason) override;
  void on_ended() override;
  void on_warning(const std::string& text) override;
  void on_ptz_reply(const GstStructure* fields) override;
  void on_ptz_state(const GstStructure* fields) override;
  void on_reader_served() override;
  void on_reader_gone() override;
  void on_reader_came() override;
  void on_readers_gone() override;
  void on_no_reader(const std::string& reason) override;
  void on_output_failed(const std::string& reason) override;
  void on_stop() override;
  StreamStats on_stats_wanted() override;

  std::string open_inputs();
  static gboolean on_second(gpointer data);
  static gboolean on_retire(gpointer data);
  static gboolean on_rebuild(gpointer data);

  void start_player();
  void stop_player();
  GstClockTime base_time();
  void check_progress();
  void check_time_without_picture();
  void say(const std::string& text) const;
  void fail(const std::string& reason);
  void quit(int status);

  MakePipeline make_pipeline_;
  SessionOptions options_;
  Handle<GMainLoop, g_main_loop_unref> loop_;
  StreamOutput output_;
  OutputReaders readers_;
  StreamControl control_;
  std::unique_ptr<TrackingInput> tracking_;
  std::unique_ptr<StopSignals> signals_;
  std::unique_ptr<ParentWatch> parent_;
  std::unique_ptr<Player> player_;
  GstClockTime base_time_ = GST_CLOCK_TIME_NONE;
  Backoff backoff_;
  std::chrono::milliseconds wait_{0};
  bool rebuilding_ = false;  // from a failure to the next pipeline
  guint second_ = 0;
  guint retry_ = 0;

  StreamMeter::Reading reading_;  // of the present pipeline
  StreamMeter::Reading earlier_;  // of those before it
  guint64 skipped_earlier_ = 0;
  int rebuilds_ = 0;
  gint64 last_picture_ = 0;  // or the last reason to have none; monotonic microseconds
  int seconds_with_picture_ = 0;
  bool running_ = false;  // has been said
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace gimbal

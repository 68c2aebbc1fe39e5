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
#include "launcher/picture_timer.hpp"
#include "launcher/player.hpp"
#include "launcher/rebuild_timer.hpp"
#include "launcher/stop_signals.hpp"
#include "launcher/stream_control.hpp"
#include "launcher/stream_output.hpp"
#include "launcher/stream_totals.hpp"
#include "launcher/tracking_input.hpp"

namespace gimbal {

struct SessionOptions {
  std::string name;  ///< "gimbal stream", for error lines
  OutputTarget output;
  int bitrate = 0;           ///< bits a second
  int control_fd = -1;       ///< a supervisor's socket: when it closes, the stream ends
  std::string control_path;  ///< Unix socket to listen on; empty for none
  bool has_camera = false;   ///< pipelines have an element named "camera"
  TrackingOptions tracking;  ///< of a camera's detector
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
                      private RebuildTimer::Listener,
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
  void on_ended() override { quit(0); }
  void on_warning(const std::string& text) override { say(text); }
  void on_ptz_reply(const GstStructure* fields) override { control_.handle_ptz_reply(fields); }
  void on_ptz_state(const GstStructure* fields) override;
  void on_reader_served() override { readers_.on_served(); }
  void on_reader_gone() override { readers_.on_left(); }
  void on_reader_came() override;
  void on_readers_gone() override { quit(0); }
  void on_no_reader(const std::string& reason) override { fail(reason); }
  void on_output_failed(const std::string& reason) override { fail(reason); }
  void on_retire() override;
  void on_rebuild() override { start_player(); }
  void on_stop() override { quit(0); }
  StreamStats on_stats_wanted() override;

  std::string open_inputs();
  static gboolean on_second(gpointer data);

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
  RebuildTimer rebuild_;
  guint second_ = 0;
  StreamTotals totals_;
  PictureTimer pictures_;
  bool running_ = false;  // has been said
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace gimbal

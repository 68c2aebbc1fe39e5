// From a detector to a runner, until one of them, or the user, has enough.
#pragma once

#include <glib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "gst-plugins/support/handles.hpp"
#include "launcher/detector.hpp"
#include "launcher/push_options.hpp"
#include "launcher/push_pipeline.hpp"

namespace gimbal {

/// Says on standard error what happens, each thing once, and how it went at the end. A runner that
/// is away ends nothing. Runs the default main context; use it from that thread only.
class TrackSession : private Detector::Listener, private PushPipeline::Listener {
 public:
  /// What trackingsink says, in words of the command line.
  using InWords = std::string (*)(const std::string& text);

  /// `command`: the subcommand's name, for messages.
  TrackSession(std::string command, const PushOptions& options, InWords in_words);
  ~TrackSession() override;
  TrackSession(const TrackSession&) = delete;
  TrackSession& operator=(const TrackSession&) = delete;

  /// The detector. An error text, empty where all is well.
  std::string open();

  /// Pushes to `job_id` from now on; returns the exit status.
  int run(const std::string& job_id);

  /// Has `run` push what waits, for as long as a push may take, and return `status`. The first call
  /// counts. `reason` is one line for the user; none where it is empty.
  void end(int status, const std::string& reason = "");

 private:
  void on_detector_text(std::string_view text, bool whole) override;
  void on_detector_nonsense(const std::string& reason) override;
  void on_detector_notice(const std::string& text) override;
  void on_detector_end(const std::string& failure) override;
  void on_push_health(bool healthy, const std::string& reason) override;
  void on_push_refused(const std::string& text) override;
  void on_push_failed(const std::string& reason) override;
  void on_push_end() override;
  void say(const std::string& text) const;
  void say_refused(const std::string& reason);
  void say_counts() const;

  std::string command_;
  InWords in_words_;
  PushOptions options_;
  Handle<GMainLoop, g_main_loop_unref> loop_;
  std::unique_ptr<Detector> detector_;
  std::unique_ptr<PushPipeline> pipeline_;
  std::uint64_t nonsense_ = 0;
  bool refusal_said_ = false;
  bool ending_ = false;
  int status_ = 0;
};

}  // namespace gimbal

// The readers of a stream: the one of standard output, or those of a FIFO, one after the other.
#pragma once

#include <glib.h>

#include <memory>
#include <string>

#include "launcher/fifo_watch.hpp"
#include "launcher/output_target.hpp"
#include "launcher/stream_output.hpp"
#include "lib/base/unique_fd.hpp"

namespace gimbal {

/// Tells a StreamOutput who reads. Lives in the default main context; use it from that thread only.
class OutputReaders : private FifoWatch::Listener {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_reader_came() = 0;
    /// The reader has left, and no other will come.
    virtual void on_readers_gone() = 0;
    /// There can be no reader; `reason` is one line for the user.
    virtual void on_no_reader(const std::string& reason) = 0;
    /// What the user must know while a reader is waited for.
    virtual void on_warning(const std::string& text) = 0;
  };

  OutputReaders(OutputTarget target, StreamOutput& output, Listener& listener);
  ~OutputReaders() override;
  OutputReaders(const OutputReaders&) = delete;
  OutputReaders& operator=(const OutputReaders&) = delete;

  /// Waits for the first reader; calls back at once where there is one.
  void begin();
  /// No reader is served any more.
  void end();
  /// The reader has had its first frame.
  void on_served();
  /// A write has found the reader gone.
  void on_left();

 private:
  static gboolean on_hangup(gint fd, GIOCondition condition, gpointer data);
  static gboolean on_early_keyframe(gpointer data);
  void on_fifo_opened(UniqueFd fd) override;
  void on_fifo_missing(const std::string& text) override;
  void on_fifo_unusable(const std::string& reason) override;
  void serve(int fd);
  void watch_for_hangup(int fd);

  OutputTarget target_;
  StreamOutput& output_;
  Listener& listener_;
  std::unique_ptr<FifoWatch> fifo_;
  UniqueFd fifo_fd_;
  guint hangup_ = 0;
  guint early_keyframe_ = 0;
  int early_keyframes_left_ = 0;
};

}  // namespace gimbal

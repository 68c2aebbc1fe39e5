// Says when somebody opens a FIFO for reading.
#pragma once

#include <glib.h>

#include <string>
#include <thread>

#include "lib/base/unique_fd.hpp"

namespace gimbal {

/// A reader that waits for a writer is seen by one thing only: an open for writing that waits for a
/// reader. So it is done, in a thread of its own. A FIFO that is removed and made again is another
/// one, which that open does not see: its path is looked at twice a second. Use it from the default
/// main context's thread.
class FifoWatch {
 public:
  /// Called from `look` or from the main loop.
  class Listener {
   public:
    virtual ~Listener() = default;
    /// Ends the wait: there is a reader. `fd` is open for writing.
    virtual void on_fifo_opened(UniqueFd fd) = 0;
    /// The FIFO is not there, which is said once; it is waited for. `text` is one line for the
    /// user.
    virtual void on_fifo_missing(const std::string& text) = 0;
    /// Ends the wait: there can be no reader. `reason` is one line for the user.
    virtual void on_fifo_unusable(const std::string& reason) = 0;
  };

  FifoWatch(std::string path, Listener& listener);
  ~FifoWatch();
  FifoWatch(const FifoWatch&) = delete;
  FifoWatch& operator=(const FifoWatch&) = delete;

  /// Waits for the next reader. Not while an earlier wait goes on.
  void look();

 private:
  static gboolean on_time(gpointer data);
  static gboolean on_opened(gpointer data);
  void follow_path();
  void say_missing();
  void wait_at(UniqueFd fifo);
  void leave_fifo();
  void end_wait();
  void give_up(const std::string& reason);

  std::string path_;
  Listener& listener_;
  guint timer_ = 0;
  bool missing_said_ = false;
  UniqueFd fifo_;  // the one that the thread waits at, opened with O_PATH
  std::thread thread_;
  // Written by the thread before it ends, read after it has been joined.
  UniqueFd opened_;
  int error_ = 0;
};

}  // namespace gimbal

// Says when somebody opens a FIFO for reading.
#pragma once

#include <glib.h>

#include <functional>
#include <string>
#include <thread>

#include "lib/base/result.hpp"

namespace gimbal {

/// A reader that waits for a writer is seen by one thing only: an open for writing that waits for a
/// reader. So it is done, in a thread of its own. Use it from the default main context's thread.
class FifoWatch {
 public:
  /// Called from the main loop, once for each `look`, with a descriptor open for writing that the
  /// callee adopts, or with the reason why there can be none.
  using OnReader = std::function<void(Result<int> fd)>;

  FifoWatch(std::string path, OnReader on_reader);
  ~FifoWatch();
  FifoWatch(const FifoWatch&) = delete;
  FifoWatch& operator=(const FifoWatch&) = delete;

  /// Waits for the next reader. Not while an earlier wait goes on.
  void look();

 private:
  static gboolean on_opened(gpointer data);
  void release_thread();

  std::string path_;
  OnReader on_reader_;
  std::thread thread_;
  // Written by the thread before it ends, read after it has been joined.
  int fd_ = -1;
  int error_ = 0;
};

}  // namespace gimbal

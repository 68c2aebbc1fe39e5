// SIGTERM and SIGINT: an end in order, and soon.
#pragma once

#include <glib.h>

#include <functional>

namespace gimbal {

/// Until a `StopSignals` takes them over, these signals end the process at once with status 0: a
/// stream that is stopped while it starts has ended in order.
void end_on_stop_signals();

/// Calls back from the default main context. Even where that context does not run, because a driver
/// holds the main thread, the process has 300 ms from the signal on (see process_deadline.hpp).
class StopSignals {
 public:
  explicit StopSignals(std::function<void()> on_stop);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  static gboolean on_event(gint fd, GIOCondition condition, gpointer data);

  std::function<void()> on_stop_;
  guint source_;
};

}  // namespace gimbal

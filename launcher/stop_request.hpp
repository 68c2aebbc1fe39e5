// SIGTERM and SIGINT for a program that has something to finish: the first one asks it to end, the
// second one ends it.
#pragma once

#include <glib.h>

#include <functional>

namespace gimbal {

/// From its making on the first signal waits until the default main context runs; whatever the
/// process does by then, a second one ends it at once with status 1. Only one at a time.
class StopRequest {
 public:
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  /// Called once from the default main context.
  void on_stop(std::function<void()> callback) { callback_ = std::move(callback); }

 private:
  static gboolean on_event(gint fd, GIOCondition condition, gpointer data);

  std::function<void()> callback_;
  guint source_;
};

}  // namespace gimbal

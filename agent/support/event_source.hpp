// EventSource: a callback on the main loop that ends with its owner.
#pragma once

#include <glib.h>

#include <functional>
#include <memory>

namespace gimbal {

/// Lives on the default main context. A callback may reset or replace its own source.
class EventSource {
 public:
  EventSource() = default;

  /// Calls back for as long as `fd` has one of `conditions`.
  static EventSource on_fd(int fd, GIOCondition conditions, std::function<void()> callback);
  /// Calls back once.
  static EventSource after_ms(unsigned milliseconds, std::function<void()> callback);
  /// Calls back again and again.
  static EventSource every_ms(unsigned milliseconds, std::function<void()> callback);
  /// Calls back once, when the child has ended, and reaps it.
  static EventSource on_child_exit(GPid pid, std::function<void(int wait_status)> callback);
  /// Calls back each time the signal arrives: SIGINT, SIGTERM, SIGHUP.
  static EventSource on_signal(int number, std::function<void()> callback);

  void reset() { source_.reset(); }
  explicit operator bool() const { return source_ != nullptr; }

 private:
  struct Destroy {
    void operator()(GSource* source) const {
      g_source_destroy(source);
      g_source_unref(source);
    }
  };

  explicit EventSource(GSource* source) : source_(source) {}

  std::unique_ptr<GSource, Destroy> source_;
};

}  // namespace gimbal

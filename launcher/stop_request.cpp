#include "launcher/stop_request.hpp"

#include <glib-unix.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

namespace gimbal {

namespace {

// Signals may come to several threads at the same time.
std::atomic<int> wake_fd = -1;
std::atomic<bool> asked = false;
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

void set_handler(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

void take_signal(int) {
  if (asked.exchange(true)) {
    _exit(1);
  }
  eventfd_write(wake_fd, 1);
}

}  // namespace

StopRequest::StopRequest() {
  asked = false;
  wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  source_ = g_unix_fd_add(wake_fd, G_IO_IN, on_event, this);
  set_handler(take_signal);
}

StopRequest::~StopRequest() {
  set_handler(SIG_DFL);
  g_source_remove(source_);
  close(wake_fd);
}

gboolean StopRequest::on_event(gint fd, GIOCondition, gpointer data) {
  eventfd_t ignored = 0;
  eventfd_read(fd, &ignored);
  const auto& callback = static_cast<StopRequest*>(data)->callback_;
  if (callback) {
    callback();
  }
  return G_SOURCE_CONTINUE;
}

}  // namespace gimbal

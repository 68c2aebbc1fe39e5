#include "launcher/stop_signals.hpp"

#include <glib-unix.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "launcher/process_deadline.hpp"

namespace gimbal {

namespace {

volatile std::sig_atomic_t wake_fd = -1;

void set_handler(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

}  // namespace

void end_on_stop_signals() {
  set_handler([](int) { _exit(0); });
}

StopSignals::StopSignals(std::function<void()> on_stop) : on_stop_(std::move(on_stop)) {
  wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  source_ = g_unix_fd_add(wake_fd, G_IO_IN, on_event, this);
  set_handler([](int) {
    begin_shutdown_deadline(0);
    eventfd_write(wake_fd, 1);
  });
}

StopSignals::~StopSignals() {
  end_on_stop_signals();
  g_source_remove(source_);
  close(wake_fd);
}

gboolean StopSignals::on_event(gint fd, GIOCondition, gpointer data) {
  eventfd_t ignored = 0;
  eventfd_read(fd, &ignored);
  static_cast<StopSignals*>(data)->on_stop_();
  return G_SOURCE_CONTINUE;
}

}  // namespace gimbal

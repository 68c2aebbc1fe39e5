#include "launcher/parent_watch.hpp"

#include <glib-unix.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

namespace gimbal {

namespace {

pid_t first_parent = 0;

bool is_detached() {
  struct sigaction hangup {};
  sigaction(SIGHUP, nullptr, &hangup);
  return getsid(0) == getpid() || hangup.sa_handler == SIG_IGN;
}

}  // namespace

void ParentWatch::remember_parent() {
  first_parent = getppid();
}

ParentWatch::ParentWatch(std::function<void()> on_gone) : on_gone_(std::move(on_gone)) {
  if (first_parent <= 1 || is_detached()) {
    return;
  }
  fd_ = static_cast<int>(syscall(SYS_pidfd_open, first_parent, 0));
  if (fd_ >= 0) {
    source_ = g_unix_fd_add(fd_, G_IO_IN, on_event, this);
  }
  if (getppid() != first_parent) {
    // It died before it was watched, and its number may be another's by now.
    g_idle_add(
        [](gpointer data) -> gboolean {
          static_cast<ParentWatch*>(data)->on_gone_();
          return G_SOURCE_REMOVE;
        },
        this);
  }
}

ParentWatch::~ParentWatch() {
  g_idle_remove_by_data(this);
  if (source_ != 0) {
    g_source_remove(source_);
  }
  if (fd_ >= 0) {
    close(fd_);
  }
}

gboolean ParentWatch::on_event(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<ParentWatch*>(data);
  self->source_ = 0;
  self->on_gone_();
  return G_SOURCE_REMOVE;
}

}  // namespace gimbal

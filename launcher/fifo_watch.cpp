#include "launcher/fifo_watch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace gimbal {

FifoWatch::FifoWatch(std::string path, OnReader on_reader)
    : path_(std::move(path)), on_reader_(std::move(on_reader)) {}

FifoWatch::~FifoWatch() {
  release_thread();
  g_idle_remove_by_data(this);
  if (fd_ >= 0) {
    close(fd_);
  }
}

/// The thread may wait for a reader that never comes: be that reader.
void FifoWatch::release_thread() {
  if (!thread_.joinable()) {
    return;
  }
  const int reader = open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  thread_.join();
  if (reader >= 0) {
    close(reader);
  }
}

void FifoWatch::look() {
  thread_ = std::thread([this] {
    do {
      fd_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
      error_ = fd_ < 0 ? errno : 0;
    } while (error_ == EINTR);
    g_idle_add(on_opened, this);
  });
}

gboolean FifoWatch::on_opened(gpointer data) {
  auto* self = static_cast<FifoWatch*>(data);
  self->thread_.join();
  const int fd = std::exchange(self->fd_, -1);
  if (fd >= 0) {
    self->on_reader_(fd);
  } else {
    self->on_reader_(Error{"cannot open " + self->path_ + ": " + std::strerror(self->error_) +
                           ". Make it again with mkfifo."});
  }
  return G_SOURCE_REMOVE;
}

}  // namespace gimbal

#include "launcher/fifo_watch.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "launcher/reopen.hpp"

namespace gimbal {

namespace {

constexpr guint kFollowMs = 500;

struct stat facts_of(const UniqueFd& fd) {
  struct stat facts {};
  fstat(fd.get(), &facts);
  return facts;
}

/// True only of one file, as both are open: the number of one that is gone may be given out again.
bool same_file(const UniqueFd& a, const UniqueFd& b) {
  const struct stat first = facts_of(a);
  const struct stat second = facts_of(b);
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

}  // namespace

FifoWatch::FifoWatch(std::string path, Listener& listener)
    : path_(std::move(path)), listener_(listener) {}

FifoWatch::~FifoWatch() {
  end_wait();
}

void FifoWatch::look() {
  missing_said_ = false;
  timer_ = g_timeout_add(kFollowMs, on_time, this);
  follow_path();
}

gboolean FifoWatch::on_time(gpointer data) {
  static_cast<FifoWatch*>(data)->follow_path();
  return G_SOURCE_CONTINUE;
}

/// Waits at the FIFO that the path leads to now.
void FifoWatch::follow_path() {
  UniqueFd fifo(open(path_.c_str(), O_PATH | O_CLOEXEC));
  if (!fifo && errno == EACCES) {
    give_up("cannot open " + path_ + ": " + std::strerror(errno) +
            ". Let this user into its folder.");
  } else if (!fifo && (errno == ENOENT || errno == ENOTDIR)) {
    say_missing();
  } else if (!fifo) {
    // Too many open files and the like pass.
  } else if (!S_ISFIFO(facts_of(fifo).st_mode)) {
    give_up(path_ +
            " is no FIFO any more, something else is in its place. Remove that, make the FIFO "
            "again with mkfifo, and start anew.");
  } else if (!fifo_ || !same_file(fifo, fifo_)) {
    wait_at(std::move(fifo));
  }
}

void FifoWatch::say_missing() {
  if (!std::exchange(missing_said_, true)) {
    listener_.on_fifo_missing(path_ + " is gone. Make it again with mkfifo; it is waited for.");
  }
}

void FifoWatch::wait_at(UniqueFd fifo) {
  // Reading is how a wait is ended: see leave_fifo.
  if (!reopen(fifo.get(), O_RDONLY | O_NONBLOCK)) {
    give_up("cannot open " + path_ + " for reading: " + std::strerror(errno) +
            (errno == ENOENT ? ". Mount /proc, which this is done through."
                             : ". Let this user read and write it."));
    return;
  }
  leave_fifo();
  missing_said_ = false;
  fifo_ = std::move(fifo);
  thread_ = std::thread([this] {
    do {
      opened_ = reopen(fifo_.get(), O_WRONLY);
      error_ = opened_ ? 0 : errno;
    } while (error_ == EINTR);
    g_idle_add(on_opened, this);
  });
}

gboolean FifoWatch::on_opened(gpointer data) {
  auto* self = static_cast<FifoWatch*>(data);
  self->thread_.join();
  UniqueFd opened = std::move(self->opened_);
  if (!opened) {
    self->give_up("cannot open " + self->path_ + " for writing: " + std::strerror(self->error_) +
                  ". Let this user read and write it.");
    return G_SOURCE_REMOVE;
  }
  self->end_wait();
  self->listener_.on_fifo_opened(std::move(opened));
  return G_SOURCE_REMOVE;
}

/// The thread may wait for a reader that never comes: be that reader.
void FifoWatch::leave_fifo() {
  if (thread_.joinable()) {
    const UniqueFd reader = reopen(fifo_.get(), O_RDONLY | O_NONBLOCK);
    thread_.join();
    g_idle_remove_by_data(this);
  }
  opened_.reset();
  fifo_.reset();
}

void FifoWatch::end_wait() {
  leave_fifo();
  if (timer_ != 0) {
    g_source_remove(std::exchange(timer_, 0));
  }
}

void FifoWatch::give_up(const std::string& reason) {
  end_wait();
  listener_.on_fifo_unusable(reason);
}

}  // namespace gimbal

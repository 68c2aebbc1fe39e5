#include "launcher/output_writer.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>

namespace gimbal {

namespace {

constexpr std::chrono::milliseconds kFinish{100};

/// As much as goes in without blocking, given that poll has said there is room.
ssize_t write_some(int fd, std::span<const std::uint8_t> data) {
  struct stat info {};
  fstat(fd, &info);
  if (S_ISSOCK(info.st_mode)) {
    return send(fd, data.data(), data.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }
  // A pipe with room takes PIPE_BUF bytes whole, and may block on more.
  const std::size_t most = S_ISFIFO(info.st_mode) ? PIPE_BUF : data.size();
  return ::write(fd, data.data(), std::min(data.size(), most));
}

}  // namespace

OutputWriter::OutputWriter() : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

OutputWriter::~OutputWriter() {
  close(wake_);
}

OutputWriter::Outcome OutputWriter::write(int fd, std::span<const std::uint8_t> unit) {
  if (interrupted_) {
    return Outcome::kInterrupted;
  }
  finish_by_.reset();
  if (!rest_.empty()) {
    std::span<const std::uint8_t> rest(rest_);
    const Outcome outcome = write_all(fd, rest, true);
    rest_.erase(rest_.begin(), rest_.end() - static_cast<std::ptrdiff_t>(rest.size()));
    if (outcome != Outcome::kWritten) {
      return outcome;
    }
  }
  const std::size_t size = unit.size();
  const Outcome outcome = write_all(fd, unit, false);
  if (outcome == Outcome::kInterrupted && unit.size() < size) {
    rest_.assign(unit.begin(), unit.end());
    return Outcome::kBegun;
  }
  return outcome;
}

/// `data` becomes what has not been written.
OutputWriter::Outcome OutputWriter::write_all(int fd, std::span<const std::uint8_t>& data,
                                              bool begun) {
  while (!data.empty()) {
    const Outcome room = await_room(fd, begun);
    if (room != Outcome::kWritten) {
      return room;
    }
    const ssize_t count = write_some(fd, data);
    if (count > 0) {
      data = data.subspan(static_cast<std::size_t>(count));
      begun = true;
    } else if (errno == EPIPE || errno == ECONNRESET) {
      return Outcome::kReaderGone;
    } else if (errno != EAGAIN && errno != EINTR) {
      error_number_ = errno;
      return Outcome::kFailed;
    }
  }
  return Outcome::kWritten;
}

int OutputWriter::milliseconds_to_finish() {
  const auto now = std::chrono::steady_clock::now();
  if (!finish_by_) {
    finish_by_ = now + kFinish;
  }
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*finish_by_ - now);
  return std::max(0, static_cast<int>(left.count()));
}

/// kWritten here means: there is room.
OutputWriter::Outcome OutputWriter::await_room(int fd, bool begun) {
  std::array<pollfd, 2> entries{{{fd, POLLOUT, 0}, {wake_, POLLIN, 0}}};
  for (;;) {
    const bool finishing = interrupted_ && begun;
    // Once interrupted the event descriptor stays readable: it must not wake the last wait.
    waits_ = true;
    const int ready =
        poll(entries.data(), finishing ? 1 : 2, finishing ? milliseconds_to_finish() : -1);
    waits_ = false;
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready < 0 || (entries[0].revents & POLLNVAL) != 0) {
      error_number_ = ready < 0 ? errno : EBADF;
      return Outcome::kFailed;
    }
    if ((entries[0].revents & (POLLERR | POLLHUP)) != 0) {
      return Outcome::kReaderGone;
    }
    if (interrupted_ && !begun) {
      return Outcome::kInterrupted;
    }
    if ((entries[0].revents & POLLOUT) != 0) {
      return Outcome::kWritten;
    }
    if (finishing) {
      return Outcome::kInterrupted;
    }
  }
}

void OutputWriter::interrupt() {
  interrupted_ = true;
  eventfd_write(wake_, 1);
}

void OutputWriter::resume() {
  interrupted_ = false;
  eventfd_t ignored = 0;
  eventfd_read(wake_, &ignored);
}

}  // namespace gimbal

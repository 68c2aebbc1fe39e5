// Non-blocking reads, one buffer a turn of the main loop.
#include "agent/support/fd_reader.hpp"

#include <glib-unix.h>

#include <array>
#include <cerrno>
#include <utility>

namespace gimbal {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;  // what a pipe holds by default
constexpr int kDrainReads = 64;                // somebody else may hold the pipe and go on writing

}  // namespace

FdReader::FdReader(UniqueFd fd, OnBytes on_bytes)
    : fd_(std::move(fd)), on_bytes_(std::move(on_bytes)) {
  g_unix_set_fd_nonblocking(fd_.get(), TRUE, nullptr);
  readable_ = EventSource::on_fd(
      fd_.get(), static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR), [this] { read_once(); });
}

void FdReader::drain() {
  for (int i = 0; i < kDrainReads && fd_ && read_once(); ++i) {
  }
}

bool FdReader::read_once() {
  std::array<char, kReadBytes> buffer;
  const ssize_t count = ::read(fd_.get(), buffer.data(), buffer.size());
  if (count > 0) {
    on_bytes_({buffer.data(), static_cast<std::size_t>(count)});
    return true;
  }
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return false;
  }
  readable_.reset();
  fd_.reset();
  return false;
}

}  // namespace gimbal

#include "launcher/control_channel.hpp"

#include <fcntl.h>
#include <glib-unix.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace gimbal {

namespace {

constexpr std::size_t kMaxUnsent = 256 * 1024;

}  // namespace

ControlChannel::ControlChannel(int fd, Listener& listener) : fd_(fd), listener_(listener) {
  g_unix_set_fd_nonblocking(fd_, TRUE, nullptr);
  fcntl(fd_, F_SETFD, FD_CLOEXEC);
  read_source_ = g_unix_fd_add(fd_, static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR),
                               on_readable, this);
  send(HelloEvent{kControlVersion});
}

ControlChannel::~ControlChannel() {
  if (read_source_ != 0) {
    g_source_remove(read_source_);
  }
  if (write_source_ != 0) {
    g_source_remove(write_source_);
  }
  close(fd_);
}

void ControlChannel::send(const ControlEvent& event) {
  if (unsent_.size() > kMaxUnsent) {
    return;
  }
  unsent_ += write_event(event);
  flush();
}

void ControlChannel::flush() {
  while (!unsent_.empty()) {
    const ssize_t count = ::send(fd_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (count > 0) {
      unsent_.erase(0, static_cast<std::size_t>(count));
    } else if (count < 0 && errno == EINTR) {
      continue;
    } else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (write_source_ == 0) {
        write_source_ = g_unix_fd_add(fd_, G_IO_OUT, on_writable, this);
      }
      return;
    } else {
      unsent_.clear();  // the peer is gone; the read side says so
    }
  }
}

gboolean ControlChannel::on_writable(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<ControlChannel*>(data);
  self->write_source_ = 0;
  self->flush();  // asks again where there is more
  return G_SOURCE_REMOVE;
}

gboolean ControlChannel::on_readable(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<ControlChannel*>(data);
  if (self->read_available()) {
    return G_SOURCE_CONTINUE;
  }
  self->read_source_ = 0;
  self->listener_.on_finished(*self);  // may destroy `self`
  return G_SOURCE_REMOVE;
}

/// False at the end of the stream.
bool ControlChannel::read_available() {
  std::array<char, 4096> buffer{};
  const ssize_t count = read(fd_, buffer.data(), buffer.size());
  if (count < 0) {
    return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
  }
  feed({buffer.data(), static_cast<std::size_t>(count)});
  return count > 0;
}

void ControlChannel::read_rest() {
  int size = 0;
  if (ioctl(fd_, FIONREAD, &size) != 0 || size <= 0) {
    return;
  }
  std::string rest(static_cast<std::size_t>(size), '\0');
  const ssize_t count = read(fd_, rest.data(), rest.size());
  if (count > 0) {
    feed(std::string_view(rest).substr(0, static_cast<std::size_t>(count)));
  }
}

void ControlChannel::feed(std::string_view bytes) {
  lines_.feed(
      bytes, [this](std::string_view line) { handle_line(line); },
      [this] {
        send(RefusedEvent{0,
                          "the line is longer than " + std::to_string(kMaxControlLine) + " bytes"});
      });
}

void ControlChannel::handle_line(std::string_view line) {
  if (line.empty()) {
    return;
  }
  const auto command = read_command(parser_, line);
  if (const auto* refused = std::get_if<RefusedCommand>(&command)) {
    send(RefusedEvent{refused->id, refused->reason});
  } else {
    listener_.on_command(*this, std::get<ControlCommand>(command));
  }
}

}  // namespace gimbal

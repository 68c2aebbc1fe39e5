#include "launcher/stdin_detector.hpp"

#include <glib-unix.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace gimbal {

StdinDetector::~StdinDetector() {
  if (source_ != 0) {
    g_source_remove(source_);
  }
}

void StdinDetector::begin() {
  source_ = g_unix_fd_add(STDIN_FILENO,
                          static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR | G_IO_NVAL),
                          on_readable, this);
}

gboolean StdinDetector::on_readable(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<StdinDetector*>(data);
  if (self->read_once()) {
    return G_SOURCE_CONTINUE;
  }
  self->source_ = 0;
  return G_SOURCE_REMOVE;
}

/// False at the end. One read, which does not wait where something is there: the descriptor may be
/// shared with others and stays as it is.
bool StdinDetector::read_once() {
  std::array<char, 65536> buffer{};
  const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
  if (count > 0) {
    listener_.on_detector_text({buffer.data(), static_cast<std::size_t>(count)}, false);
    return true;
  }
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
    return true;
  }
  listener_.on_detector_end(
      count == 0 ? "" : std::string("standard input cannot be read: ") + std::strerror(errno));
  return false;
}

}  // namespace gimbal

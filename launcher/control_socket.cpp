#include "launcher/control_socket.hpp"

#include <glib-unix.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gimbal {

namespace {

/// True where a process accepts connections at `address`.
bool somebody_listens(const sockaddr_un& address) {
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected =
      connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return connected;
}

Error failure(const std::string& path, const std::string& reason) {
  return Error{"--control " + path + ": " + reason};
}

}  // namespace

Result<std::unique_ptr<ControlSocket>> ControlSocket::listen_at(const std::string& path,
                                                                OnPeer on_peer) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return failure(
        path, "the path is longer than " + std::to_string(sizeof address.sun_path - 1) + " bytes");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  struct stat info {};
  if (lstat(path.c_str(), &info) == 0) {
    if (!S_ISSOCK(info.st_mode)) {
      return failure(path, "there is a file of that name; choose another path");
    }
    if (somebody_listens(address)) {
      return failure(path, "another stream listens there; choose another path");
    }
    unlink(path.c_str());
  }
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const mode_t before = umask(0177);
  const bool bound = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  umask(before);
  if (!bound || listen(fd, 8) != 0) {
    const std::string reason = std::strerror(errno);
    close(fd);
    return failure(path, reason);
  }
  return std::unique_ptr<ControlSocket>(new ControlSocket(fd, path, std::move(on_peer)));
}

ControlSocket::ControlSocket(int fd, std::string path, OnPeer on_peer)
    : fd_(fd),
      path_(std::move(path)),
      on_peer_(std::move(on_peer)),
      source_(g_unix_fd_add(fd, G_IO_IN, on_connection, this)) {}

ControlSocket::~ControlSocket() {
  g_source_remove(source_);
  close(fd_);
  unlink(path_.c_str());
}

gboolean ControlSocket::on_connection(gint fd, GIOCondition, gpointer data) {
  const int peer = accept4(fd, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (peer >= 0) {
    static_cast<ControlSocket*>(data)->on_peer_(peer);
  }
  return G_SOURCE_CONTINUE;
}

}  // namespace gimbal

// `--control PATH`: a Unix socket on which any number of peers may steer the stream.
#pragma once

#include <glib.h>

#include <functional>
#include <memory>
#include <string>

#include "lib/base/result.hpp"

namespace gimbal {

/// Listens until destroyed, then removes the socket from the file system.
class ControlSocket {
 public:
  using OnPeer = std::function<void(int fd)>;

  /// Makes the socket, readable and writable for its owner only. A socket that nobody listens on
  /// any more is replaced; anything else at `path` is an error. `on_peer` adopts each connection.
  static Result<std::unique_ptr<ControlSocket>> listen_at(const std::string& path, OnPeer on_peer);

  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  ControlSocket(int fd, std::string path, OnPeer on_peer);
  static gboolean on_connection(gint fd, GIOCondition condition, gpointer data);

  int fd_;
  std::string path_;
  OnPeer on_peer_;
  guint source_;
};

}  // namespace gimbal

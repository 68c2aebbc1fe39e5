// Listener: accepts connections for a SoupServer.
#pragma once

#include <string>

#include "agent/support/handles.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// In place of soup_server_listen, which in libsoup 3.2 leaks memory for every connection: a little
/// always, more where the client closes a connection that was kept for its next request. So each
/// connection carries one request.
class Listener {
 public:
  explicit Listener(SoupServer* server);
  /// Stops accepting.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Starts to accept on an IP address; returns the port (which one, where `port` is 0). The error
  /// says what to change.
  Result<int> listen(const std::string& host, int port);

 private:
  ObjectHandle<GSocketService> service_;
};

/// The connection that `message` came by. soup_server_message_get_socket knows only connections
/// that libsoup has accepted itself.
GSocket* socket_of(SoupServerMessage* message);

}  // namespace gimbal

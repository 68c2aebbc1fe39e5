// A GSocketService that hands its connections to libsoup.
#include "agent/http/listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

namespace gimbal {

namespace {

// The one object of a connection that a message leads back to is the client's address.
constexpr const char* kSocketKey = "gimbal-socket";
constexpr int kBacklog = 64;

gboolean on_incoming(GSocketService* /*service*/, GSocketConnection* connection,
                     GObject* /*source*/, gpointer server) {
  GSocket* socket = g_socket_connection_get_socket(connection);
  const ObjectHandle<GSocketAddress> local(
      g_socket_connection_get_local_address(connection, nullptr));
  const ObjectHandle<GSocketAddress> remote(
      g_socket_connection_get_remote_address(connection, nullptr));
  if (!local || !remote) {
    return TRUE;  // gone already
  }
  g_object_set_data_full(G_OBJECT(remote.get()), kSocketKey, g_object_ref(socket), g_object_unref);
  g_socket_set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1, nullptr);
  soup_server_accept_iostream(SOUP_SERVER(server), G_IO_STREAM(connection), local.get(),
                              remote.get(), nullptr);
  return TRUE;
}

std::string listen_error(const std::string& host, int port, const GError* error) {
  const std::string where = host + " port " + std::to_string(port);
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE)) {
    return where + " is in use; stop what listens there, or choose another with --port";
  }
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)) {
    return "no permission to listen on " + where + "; choose a port above 1023 with --port";
  }
  return "cannot listen on " + where + " (" + error->message +
         "); give an address of this machine with --host";
}

}  // namespace

Listener::Listener(SoupServer* server) : service_(g_socket_service_new()) {
  g_socket_listener_set_backlog(G_SOCKET_LISTENER(service_.get()), kBacklog);
  g_signal_connect(service_.get(), "incoming", G_CALLBACK(on_incoming), server);
}

Listener::~Listener() {
  g_socket_service_stop(service_.get());
  g_socket_listener_close(G_SOCKET_LISTENER(service_.get()));
}

Result<int> Listener::listen(const std::string& host, int port) {
  const ObjectHandle<GSocketAddress> wanted(
      g_inet_socket_address_new_from_string(host.c_str(), static_cast<guint>(port)));
  GSocketAddress* raw_bound = nullptr;
  GError* raw_error = nullptr;
  const bool listening = g_socket_listener_add_address(
      G_SOCKET_LISTENER(service_.get()), wanted.get(), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
      nullptr, &raw_bound, &raw_error);
  const ErrorHandle error(raw_error);
  const ObjectHandle<GSocketAddress> bound(raw_bound);
  if (!listening) {
    return Error{listen_error(host, port, error.get())};
  }
  return static_cast<int>(g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(bound.get())));
}

GSocket* socket_of(SoupServerMessage* message) {
  GSocketAddress* remote = soup_server_message_get_remote_address(message);
  return static_cast<GSocket*>(g_object_get_data(G_OBJECT(remote), kSocketKey));
}

}  // namespace gimbal

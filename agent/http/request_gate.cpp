// Works around what libsoup leaves to its user: no limit on size or time, and duplicate or
// contradicting length headers let through.
#include "agent/http/request_gate.hpp"

#include <gio/gio.h>

#include <string_view>
#include <utility>

#include "agent/http/error_body.hpp"
#include "agent/http/listener.hpp"

namespace gimbal {

namespace {

constexpr const char* kInboxKey = "gimbal-inbox";
// Ends half-sent requests and clients that do not read.
constexpr guint kSocketTimeoutSeconds = 30;
// A refused body is read and thrown away so that the client sees the refusal. Up to here.
constexpr std::size_t kMaxDiscardedBytes = 8 * kMaxRequestBytes;

struct Inbox {
  std::string body;
  std::size_t received = 0;
};

Inbox* inbox_of(SoupServerMessage* message) {
  return static_cast<Inbox*>(g_object_get_data(G_OBJECT(message), kInboxKey));
}

/// Sets the reply now: libsoup then skips the route.
void refuse(SoupServerMessage* message, unsigned status, std::string_view detail) {
  const std::string body = error_body(detail);
  soup_server_message_set_status(message, status, nullptr);
  soup_server_message_set_response(message, "application/json", SOUP_MEMORY_COPY, body.data(),
                                   body.size());
}

void refuse_too_large(SoupServerMessage* message) {
  refuse(message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
         "the request body is larger than " + std::to_string(kMaxRequestBytes) + " bytes");
}

int count_header(SoupMessageHeaders* headers, const char* wanted) {
  SoupMessageHeadersIter iterator;
  soup_message_headers_iter_init(&iterator, headers);
  const char* name = nullptr;
  const char* value = nullptr;
  int count = 0;
  while (soup_message_headers_iter_next(&iterator, &name, &value)) {
    count += g_ascii_strcasecmp(name, wanted) == 0;
  }
  return count;
}

void on_got_headers(SoupServerMessage* message, gpointer /*data*/) {
  SoupMessageHeaders* headers = soup_server_message_get_request_headers(message);
  soup_message_headers_remove(headers, "Range");  // nothing here has ranges
  const int lengths = count_header(headers, "Content-Length");
  if (count_header(headers, "Host") > 1 || lengths > 1 ||
      (lengths > 0 && count_header(headers, "Transfer-Encoding") > 0)) {
    refuse(message, SOUP_STATUS_BAD_REQUEST, "ambiguous Host or length headers");
    return;
  }
  if (soup_message_headers_get_content_length(headers) > static_cast<goffset>(kMaxRequestBytes)) {
    refuse_too_large(message);
  }
}

void on_got_chunk(SoupServerMessage* message, GBytes* chunk, gpointer /*data*/) {
  Inbox* inbox = inbox_of(message);
  gsize size = 0;
  const void* data = g_bytes_get_data(chunk, &size);
  inbox->received += size;
  if (inbox->received > kMaxDiscardedBytes) {
    g_socket_shutdown(socket_of(message), TRUE, TRUE, nullptr);
    return;
  }
  if (soup_server_message_get_status(message) != 0) {
    return;
  }
  if (inbox->received > kMaxRequestBytes) {
    inbox->body = std::string();
    refuse_too_large(message);
    return;
  }
  inbox->body.append(static_cast<const char*>(data), size);
}

void on_request_started(SoupServer* /*server*/, SoupServerMessage* message, gpointer /*data*/) {
  g_socket_set_timeout(socket_of(message), kSocketTimeoutSeconds);
  // So it is here (listener.hpp); said aloud, so that no client sends another request after it.
  soup_message_headers_replace(soup_server_message_get_response_headers(message), "Connection",
                               "close");
  g_object_set_data_full(G_OBJECT(message), kInboxKey, new Inbox,
                         [](gpointer inbox) { delete static_cast<Inbox*>(inbox); });
  soup_message_body_set_accumulate(soup_server_message_get_request_body(message), FALSE);
  g_signal_connect(message, "got-headers", G_CALLBACK(on_got_headers), nullptr);
  g_signal_connect(message, "got-chunk", G_CALLBACK(on_got_chunk), nullptr);
}

}  // namespace

void attach_request_gate(SoupServer* server) {
  g_signal_connect(server, "request-started", G_CALLBACK(on_request_started), nullptr);
}

std::string take_request_body(SoupServerMessage* message) {
  return std::exchange(inbox_of(message)->body, {});
}

}  // namespace gimbal

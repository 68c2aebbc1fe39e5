// The libsoup server around the router.
#include "agent/http/server.hpp"

#include <utility>

#include "agent/http/auth.hpp"
#include "agent/http/request_gate.hpp"

namespace gimbal {

namespace {

constexpr std::string_view kGuardedPrefix = "/runner/";

std::string_view request_header(SoupServerMessage* message, const char* name) {
  const char* value =
      soup_message_headers_get_one(soup_server_message_get_request_headers(message), name);
  return value ? value : "";
}

/// Where a browser may load things from, on every reply: a picture or an error is no page.
void add_security_headers(SoupServerMessage* message) {
  SoupMessageHeaders* headers = soup_server_message_get_response_headers(message);
  soup_message_headers_replace(headers, "Content-Security-Policy",
                               "default-src 'self'; base-uri 'none'; frame-ancestors 'none'");
  soup_message_headers_replace(headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace(headers, "Referrer-Policy", "no-referrer");
}

}  // namespace

Server::Server(std::string api_key)
    : api_key_(std::move(api_key)),
      server_(soup_server_new(nullptr, nullptr)),
      listener_(server_.get()) {
  attach_request_gate(server_.get());
  soup_server_add_handler(
      server_.get(), nullptr,
      [](SoupServer*, SoupServerMessage* message, const char* path, GHashTable*, gpointer self) {
        static_cast<Server*>(self)->handle(message, path);
      },
      this, nullptr);
}

Server::~Server() {
  soup_server_disconnect(server_.get());
}

void Server::route(std::string method, const std::string& pattern, Handler handler) {
  router_.add(std::move(method), pattern);
  handlers_.push_back(std::move(handler));
}

Result<std::string> Server::listen(const std::string& host, int port) {
  const auto bound_port = listener_.listen(host, port);
  if (!bound_port) {
    return Error{bound_port.error()};
  }
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return "http://" + (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(*bound_port);
}

void Server::handle(SoupServerMessage* message, const char* path) {
  add_security_headers(message);
  const std::string_view method = soup_server_message_get_method(message);
  RouteMatch match = router_.match(method, path);
  const auto exchange =
      std::make_shared<Exchange>(message, take_request_body(message), std::move(match.parameter));
  if (!admit(message, path, *exchange)) {
    return;
  }
  if (match.route) {
    handlers_[*match.route](exchange);
  } else if (!match.allow.empty()) {
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Allow",
                                 match.allow.c_str());
    exchange->reply_error(SOUP_STATUS_METHOD_NOT_ALLOWED, "Method Not Allowed");
  } else {
    exchange->reply_error(SOUP_STATUS_NOT_FOUND, "Not Found");
  }
}

bool Server::admit(SoupServerMessage* message, std::string_view path, Exchange& exchange) const {
  if (!path.starts_with(kGuardedPrefix)) {
    return true;
  }
  const std::string_view host = request_header(message, "Host");
  if (!is_same_origin(request_header(message, "Origin"), host)) {
    exchange.reply_error(SOUP_STATUS_FORBIDDEN, "pages of other sites may not call this agent");
    return false;
  }
  // A page whose host name was made to point here has no key; without one, the name gives it away.
  if (api_key_.empty() && !host.empty() && !is_loopback_host(host)) {
    exchange.reply_error(SOUP_STATUS_FORBIDDEN,
                         "without RUNNER_API_KEY the agent answers to localhost only; set the key, "
                         "or call it by http://127.0.0.1");
    return false;
  }
  switch (check_bearer(request_header(message, "Authorization"), api_key_)) {
    case KeyCheck::kAllowed:
      return true;
    case KeyCheck::kMissing:
      soup_message_headers_replace(soup_server_message_get_response_headers(message),
                                   "WWW-Authenticate", "Bearer");
      exchange.reply_error(SOUP_STATUS_UNAUTHORIZED,
                           "this agent asks for a key: send Authorization: Bearer <key>");
      return false;
    case KeyCheck::kWrong:
      exchange.reply_error(SOUP_STATUS_FORBIDDEN, "wrong key");
      return false;
  }
  return false;
}

}  // namespace gimbal

// Server: listens, keeps out what may not come in, and hands requests to their routes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/http/exchange.hpp"
#include "agent/http/listener.hpp"
#include "agent/http/router.hpp"
#include "agent/support/handles.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

class Server {
 public:
  using Handler = std::function<void(const ExchangePtr& exchange)>;

  /// `api_key` is asked for on every path below /runner/; empty: none is.
  explicit Server(std::string api_key);
  /// Ends every connection and stops listening.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// `pattern` as in Router. A handler replies, or calls `wait` and replies later.
  void route(std::string method, const std::string& pattern, Handler handler);

  /// Starts to accept; returns the URL, with its port. `host` is an IP address. The error says what
  /// to change.
  Result<std::string> listen(const std::string& host, int port);

 private:
  void handle(SoupServerMessage* message, const char* path);
  bool admit(SoupServerMessage* message, std::string_view path, Exchange& exchange) const;

  std::string api_key_;
  Router router_;
  std::vector<Handler> handlers_;
  ObjectHandle<SoupServer> server_;
  Listener listener_;  // ends first: hands connections to the server
};

}  // namespace gimbal

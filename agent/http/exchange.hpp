// Exchange: one HTTP request and the one reply it gets, now or later.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agent/http/error_body.hpp"
#include "agent/support/handles.hpp"

namespace gimbal {

class Exchange {
 public:
  /// Takes a reference of `message`.
  Exchange(SoupServerMessage* message, std::string body, std::string parameter);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const std::string& body() const { return body_; }
  /// What stood for the `{…}` of the route.
  const std::string& parameter() const { return parameter_; }
  SoupServerMessage* message() const { return message_.get(); }

  /// Keeps the client waiting until one of the replies below is called.
  void wait();

  void reply_json(unsigned status, const std::string& json);
  void reply_error(unsigned status, std::string_view detail);
  /// 422.
  void reply_invalid(const std::vector<BodyError>& errors);
  /// 200 with a file's content; `data` must be static.
  void reply_static(const char* content_type, std::string_view data);

 private:
  void resume();

  ObjectHandle<SoupServerMessage> message_;
  std::string body_;
  std::string parameter_;
  bool waiting_ = false;
};

/// Shared by whoever may still reply.
using ExchangePtr = std::shared_ptr<Exchange>;

}  // namespace gimbal

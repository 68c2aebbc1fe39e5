// POSTs JSON over one connection that is kept, each within a time limit.
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include <atomic>
#include <chrono>
#include <string>

#include "lib/base/handle.hpp"

namespace gimbal::trackingsink {

struct HttpReply {
  int status = 0;  ///< 0: no answer came
  std::string body;
  std::string error;  ///< why there is none
};

/// Lives in the thread that makes it, with a main context of its own; only cancel() may come from
/// others. Follows no redirect and answers no challenge: a key goes to the runner and nowhere else.
class HttpClient {
 public:
  using Duration = std::chrono::nanoseconds;

  /// `key` is sent as a bearer token where it is not empty.
  HttpClient(const std::string& url, std::string key);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  enum class IfTwice {
    kHarmless,  ///< over the connection that is kept, and again where that has been closed
    kHarmful,   ///< over a new connection, once
  };

  /// Waits for the whole of the answer, up to `timeout` or until cancel(). A reply of more than
  /// 256 KiB is an error. `if_twice`: what comes of it if the server takes the text two times.
  HttpReply post(const std::string& json, Duration timeout, IfTwice if_twice = IfTwice::kHarmless);

  /// Any thread: this post and those to come end at once.
  void cancel();

 private:
  struct Exchange;
  using ContextHandle = Handle<GMainContext, g_main_context_unref>;
  using SessionHandle = Handle<SoupSession, g_object_unref>;
  using UriHandle = Handle<GUri, g_uri_unref>;

  ContextHandle context_;
  SessionHandle session_;
  UriHandle uri_;
  std::string key_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace gimbal::trackingsink

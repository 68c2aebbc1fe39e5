#include "gst-plugins/trackingsink/http_client.hpp"

#include <utility>

namespace gimbal::trackingsink {

namespace {

using Clock = std::chrono::steady_clock;
using ErrorHandle = Handle<GError, g_error_free>;
using MessageHandle = Handle<SoupMessage, g_object_unref>;
using StreamHandle = Handle<GInputStream, g_object_unref>;
using CancellableHandle = Handle<GCancellable, g_object_unref>;
using BytesHandle = Handle<GBytes, g_bytes_unref>;

constexpr std::size_t kMaxReply = 256 << 10;  // it repeats the record, at most 256 targets

/// Wakes `context` at `deadline`, while it lives.
class Alarm {
 public:
  Alarm(GMainContext* context, Clock::time_point deadline) : source_(g_timeout_source_new(0)) {
    // It rings once: never before the deadline, and GLib's clock is cut off to microseconds.
    const auto left = std::chrono::ceil<std::chrono::microseconds>(deadline - Clock::now());
    g_source_set_ready_time(source_, g_get_monotonic_time() + left.count() + 1);
    g_source_set_callback(
        source_, [](gpointer) { return G_SOURCE_REMOVE; }, nullptr, nullptr);
    g_source_attach(source_, context);
  }
  ~Alarm() {
    g_source_destroy(source_);
    g_source_unref(source_);
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

 private:
  GSource* source_;
};

}  // namespace

/// One post on its way: the head of the answer, then its body, then its end.
struct HttpClient::Exchange {
  MessageHandle message;
  CancellableHandle cancellable{g_cancellable_new()};
  StreamHandle stream;
  HttpReply reply;
  bool done = false;
  bool timed_out = false;

  static void on_head(GObject* session, GAsyncResult* result, gpointer data) {
    auto& self = *static_cast<Exchange*>(data);
    GError* error = nullptr;
    self.stream.reset(soup_session_send_finish(SOUP_SESSION(session), result, &error));
    if (!self.stream) {
      self.end(error);
      return;
    }
    self.reply.body.resize(kMaxReply);
    g_input_stream_read_all_async(self.stream.get(), self.reply.body.data(), kMaxReply,
                                  G_PRIORITY_DEFAULT, self.cancellable.get(), on_body, data);
  }

  static void on_body(GObject* stream, GAsyncResult* result, gpointer data) {
    auto& self = *static_cast<Exchange*>(data);
    GError* error = nullptr;
    gsize size = 0;
    g_input_stream_read_all_finish(G_INPUT_STREAM(stream), result, &size, &error);
    self.reply.body.resize(size);
    if (error == nullptr && size == kMaxReply) {
      error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                                  "its answer is too long for a runner");
    }
    if (error != nullptr) {
      self.end(error);
      return;
    }
    // Only a stream that was closed gives its connection back.
    g_input_stream_close_async(G_INPUT_STREAM(stream), G_PRIORITY_DEFAULT, self.cancellable.get(),
                               on_closed, data);
  }

  static void on_closed(GObject* stream, GAsyncResult* result, gpointer data) {
    GError* error = nullptr;
    g_input_stream_close_finish(G_INPUT_STREAM(stream), result, &error);
    static_cast<Exchange*>(data)->end(error);
  }

  /// Takes the error.
  void end(GError* raw_error) {
    const ErrorHandle error(raw_error);
    if (error) {
      reply = {0, "", timed_out ? "it took longer than timeout allows" : error->message};
    } else {
      reply.status = static_cast<int>(soup_message_get_status(message.get()));
    }
    done = true;
  }
};

HttpClient::HttpClient(const std::string& url, std::string key)
    : context_(g_main_context_new()),
      uri_(g_uri_parse(url.c_str(), static_cast<GUriFlags>(SOUP_HTTP_URI_FLAGS), nullptr)),
      key_(std::move(key)) {
  g_main_context_push_thread_default(context_.get());
  session_.reset(soup_session_new_with_options("user-agent", "gimbal/" GIMBAL_VERSION, nullptr));
  soup_session_remove_feature_by_type(session_.get(), SOUP_TYPE_AUTH_MANAGER);
}

HttpClient::~HttpClient() {
  soup_session_abort(session_.get());
  session_.reset();
  g_main_context_pop_thread_default(context_.get());
}

HttpReply HttpClient::post(const std::string& json, Duration timeout, IfTwice if_twice) {
  Exchange exchange;
  exchange.message.reset(soup_message_new_from_uri(SOUP_METHOD_POST, uri_.get()));
  SoupMessage* message = exchange.message.get();
  soup_message_add_flags(message, SOUP_MESSAGE_NO_REDIRECT);
  // libsoup gives every other POST a connection of its own.
  if (if_twice == IfTwice::kHarmless) {
    soup_message_add_flags(message, SOUP_MESSAGE_IDEMPOTENT);
  }
  if (!key_.empty()) {
    soup_message_headers_replace(soup_message_get_request_headers(message), "Authorization",
                                 ("Bearer " + key_).c_str());
  }
  const BytesHandle body(g_bytes_new(json.data(), json.size()));
  soup_message_set_request_body_from_bytes(message, "application/json", body.get());
  const Clock::time_point deadline = Clock::now() + timeout;
  const Alarm alarm(context_.get(), deadline);
  soup_session_send_async(session_.get(), message, G_PRIORITY_DEFAULT, exchange.cancellable.get(),
                          Exchange::on_head, &exchange);
  while (!exchange.done) {
    exchange.timed_out = exchange.timed_out || Clock::now() >= deadline;
    if (exchange.timed_out || cancelled_) {
      g_cancellable_cancel(exchange.cancellable.get());
    }
    g_main_context_iteration(context_.get(), TRUE);
  }
  if (exchange.reply.status == 0) {
    soup_session_abort(session_.get());  // or closing the stream would wait for the rest of it
  }
  // The session gets its connection back in a turn of its own.
  while (g_main_context_iteration(context_.get(), FALSE) != FALSE) {
  }
  return std::move(exchange.reply);
}

void HttpClient::cancel() {
  cancelled_ = true;
  g_main_context_wakeup(context_.get());
}

}  // namespace gimbal::trackingsink

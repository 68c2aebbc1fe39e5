// A runner for tests: answers as it is told, in a thread of its own, and notes what it was sent.
#pragma once

#include <libsoup/soup.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "lib/base/handle.hpp"

namespace gimbal {

struct Push {
  std::string path;
  std::string authorization;
  std::string body;
  std::string client;  // address and port: another connection is another one
};

class FakeRunner {
 public:
  static constexpr std::chrono::seconds kPatience{10};

  /// 0: any port.
  explicit FakeRunner(guint port = 0) {
    std::promise<guint> listening;
    thread_ = std::thread([this, port, &listening] { run(port, listening); });
    port_ = listening.get_future().get();
    if (port_ == 0) {
      thread_.join();
      throw std::runtime_error("this runner cannot listen: " + no_listener_);
    }
  }
  ~FakeRunner() {
    // In the loop's own turn: one that does not run yet cannot be told to quit.
    GSource* quit = g_idle_source_new();
    g_source_set_callback(
        quit,
        [](gpointer loop) {
          g_main_loop_quit(static_cast<GMainLoop*>(loop));
          return G_SOURCE_REMOVE;
        },
        loop_.get(), nullptr);
    g_source_attach(quit, g_main_loop_get_context(loop_.get()));
    g_source_unref(quit);
    thread_.join();
  }
  FakeRunner(const FakeRunner&) = delete;
  FakeRunner& operator=(const FakeRunner&) = delete;

  guint port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// From now on. An empty body: a receipt of the job that is asked about.
  void answer(guint status, const std::string& body = "") {
    const std::lock_guard lock(mutex_);
    status_ = status;
    body_ = body;
  }

  /// From now on: where one that was sent away is told to go.
  void redirect_to(const std::string& location) {
    const std::lock_guard lock(mutex_);
    status_ = 303;  // which libsoup follows with a GET, unlike 307
    location_ = location;
  }

  /// From now on it takes what it is sent, and never answers.
  void never_answer() {
    const std::lock_guard lock(mutex_);
    silent_ = true;
  }

  /// From now on: between what it is sent and its answer.
  void take_time(std::chrono::milliseconds time) {
    const std::lock_guard lock(mutex_);
    time_ = time;
  }

  /// Everything it was sent, once that is so many or patience is at its end.
  std::vector<Push> pushes(std::size_t at_least = 0) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, kPatience, [&] { return pushes_.size() >= at_least; });
    return pushes_;
  }

 private:
  void run(guint port, std::promise<guint>& listening) {
    const Handle<GMainContext, g_main_context_unref> context(g_main_context_new());
    g_main_context_push_thread_default(context.get());
    loop_.reset(g_main_loop_new(context.get(), FALSE));
    {
      const Handle<SoupServer, g_object_unref> server(soup_server_new(nullptr, nullptr));
      soup_server_add_handler(server.get(), nullptr, on_request, this, nullptr);
      GError* raw_error = nullptr;
      soup_server_listen_local(server.get(), port, SOUP_SERVER_LISTEN_IPV4_ONLY, &raw_error);
      const Handle<GError, g_error_free> error(raw_error);
      no_listener_ = error ? error->message : "";
      listening.set_value(error ? 0 : port_of(server.get()));
      if (!error) {
        g_main_loop_run(loop_.get());
      }
      soup_server_disconnect(server.get());
    }
    g_main_context_pop_thread_default(context.get());
  }

  /// Called in the thread that answers.
  static void answer_after(SoupServerMessage* message, std::chrono::milliseconds time) {
    soup_server_message_pause(message);
    GSource* alarm = g_timeout_source_new(static_cast<guint>(time.count()));
    g_source_set_callback(
        alarm,
        [](gpointer waiting) {
          soup_server_message_unpause(static_cast<SoupServerMessage*>(waiting));
          return G_SOURCE_REMOVE;
        },
        g_object_ref(message), g_object_unref);
    g_source_attach(alarm, g_main_context_get_thread_default());
    g_source_unref(alarm);
  }

  static guint port_of(SoupServer* server) {
    GSList* uris = soup_server_get_uris(server);
    const int port = uris == nullptr ? 0 : g_uri_get_port(static_cast<GUri*>(uris->data));
    g_slist_free_full(uris, reinterpret_cast<GDestroyNotify>(g_uri_unref));
    return static_cast<guint>(port);
  }

  static std::string job_of(const std::string& body) {
    constexpr std::string_view kBegin = "{\"job_id\":\"";
    if (body.size() < kBegin.size()) {
      return "";  // a GET that should not be
    }
    return body.substr(kBegin.size(), body.find('"', kBegin.size()) - kBegin.size());
  }

  static void on_request(SoupServer*, SoupServerMessage* message, const char* path, GHashTable*,
                         gpointer data) {
    auto* self = static_cast<FakeRunner*>(data);
    const auto* key = soup_message_headers_get_one(soup_server_message_get_request_headers(message),
                                                   "Authorization");
    const SoupMessageBody* body = soup_server_message_get_request_body(message);
    Push push{path, key == nullptr ? "" : key,
              std::string(body->data, static_cast<std::size_t>(body->length)),
              std::to_string(g_inet_socket_address_get_port(
                  G_INET_SOCKET_ADDRESS(soup_server_message_get_remote_address(message))))};
    const std::lock_guard lock(self->mutex_);
    const std::string reply =
        self->body_.empty() ? "{\"job_id\":\"" + job_of(push.body) + "\"}" : self->body_;
    if (!self->location_.empty()) {
      soup_message_headers_replace(soup_server_message_get_response_headers(message), "Location",
                                   self->location_.c_str());
    }
    soup_server_message_set_status(message, self->status_, nullptr);
    soup_server_message_set_response(message, "application/json", SOUP_MEMORY_COPY, reply.data(),
                                     reply.size());
    if (self->silent_) {
      soup_server_message_pause(message);
    } else if (self->time_.count() > 0) {
      answer_after(message, self->time_);
    }
    self->pushes_.push_back(std::move(push));
    self->came_.notify_all();
  }

  Handle<GMainLoop, g_main_loop_unref> loop_;
  std::thread thread_;
  guint port_ = 0;
  std::string no_listener_;  // why there is none
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Push> pushes_;
  guint status_ = 200;
  std::string body_;
  std::string location_;
  bool silent_ = false;
  std::chrono::milliseconds time_{0};
};

}  // namespace gimbal

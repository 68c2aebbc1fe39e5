// A real MQTT broker for tests, and one who listens to it.
#pragma once

#include <arpa/inet.h>
#include <gio/gio.h>
#include <mosquitto.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "lib/base/handle.hpp"
#include "lib/base/unique_fd.hpp"

namespace gimbal {

/// mosquitto on a port of its own; nothing of it outlives kill().
class MqttBroker {
 public:
  /// `access`: lines of its configuration that say who may come.
  explicit MqttBroker(const std::string& access = "allow_anonymous true") : port_(free_port()) {
    path_ = std::filesystem::temp_directory_path() / ("gimbal-broker-" + std::to_string(port_));
    std::ofstream(path_) << "listener " << port_ << " 127.0.0.1\n"
                         << access << "\nuser root\nlog_dest stderr\nlog_type error\n"
                         << "log_type information\nconnection_messages false\n";
  }
  ~MqttBroker() {
    kill();
    std::filesystem::remove(path_);
  }
  MqttBroker(const MqttBroker&) = delete;
  MqttBroker& operator=(const MqttBroker&) = delete;

  /// Whether there is one on this machine.
  static bool is_installed() { return std::filesystem::exists(program()); }

  /// Waits until it listens. Somebody else may have the port for a moment, as the near end of a
  /// connection.
  void start() {
    constexpr int kTries = 5;
    std::string said;
    for (int i = 0; i < kTries; ++i) {
      said = try_to_start();
      if (said.empty()) {
        return;
      }
      kill();
    }
    throw std::runtime_error("the broker does not start: " + said);
  }

  /// As a power cut does.
  void kill() {
    if (process_) {
      g_subprocess_force_exit(process_.get());
      g_subprocess_wait(process_.get(), nullptr, nullptr);
      process_.reset();
    }
  }

  int port() const { return port_; }
  std::string url() const { return "mqtt://127.0.0.1:" + std::to_string(port_); }

 private:
  /// Empty once it runs, else what it said before it ended.
  std::string try_to_start() {
    process_.reset(g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_PIPE, nullptr, program().c_str(),
                                    "-c", path_.c_str(), nullptr));
    const Handle<GDataInputStream, g_object_unref> log(
        g_data_input_stream_new(g_subprocess_get_stderr_pipe(process_.get())));
    g_filter_input_stream_set_close_base_stream(G_FILTER_INPUT_STREAM(log.get()), FALSE);
    std::string said;
    while (said.find(" running") == std::string::npos) {
      const Handle<char, g_free> read(
          g_data_input_stream_read_line(log.get(), nullptr, nullptr, nullptr));
      if (!read) {
        return said + "\n";
      }
      said += read.get();
      said += '\n';
    }
    return "";
  }

  static std::string program() {
    const char* named = std::getenv("GIMBAL_MOSQUITTO");
    return named == nullptr ? "" : named;
  }

  static int free_port() {
    const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

  int port_;
  std::filesystem::path path_;
  Handle<GSubprocess, g_object_unref> process_;
};

struct MqttMessage {
  std::string topic;
  std::string text;
  int qos = 0;
  bool retained = false;
};

/// Subscribes to a topic, and keeps what comes.
class MqttListener {
 public:
  MqttListener(const MqttBroker& broker, std::string topic) : topic_(std::move(topic)) {
    mosquitto_lib_init();
    client_.reset(mosquitto_new(nullptr, true, this));
    mosquitto_connect_callback_set(client_.get(), [](mosquitto* client, void* self, int) {
      mosquitto_subscribe(client, nullptr, static_cast<MqttListener*>(self)->topic_.c_str(), 2);
    });
    mosquitto_subscribe_callback_set(client_.get(),
                                     [](mosquitto*, void* data, int, int, const int*) {
                                       auto* self = static_cast<MqttListener*>(data);
                                       const std::lock_guard lock(self->mutex_);
                                       self->listens_ = true;
                                       self->came_.notify_all();
                                     });
    mosquitto_message_callback_set(
        client_.get(), [](mosquitto*, void* data, const mosquitto_message* message) {
          auto* self = static_cast<MqttListener*>(data);
          const std::lock_guard lock(self->mutex_);
          self->messages_.push_back({message->topic,
                                     std::string(static_cast<const char*>(message->payload),
                                                 static_cast<std::size_t>(message->payloadlen)),
                                     message->qos, message->retain});
          self->came_.notify_all();
        });
    mosquitto_connect(client_.get(), "127.0.0.1", broker.port(), 60);
    mosquitto_loop_start(client_.get());
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, kPatience, [this] { return listens_; });
  }
  ~MqttListener() {
    mosquitto_disconnect(client_.get());
    mosquitto_loop_stop(client_.get(), false);
  }
  MqttListener(const MqttListener&) = delete;
  MqttListener& operator=(const MqttListener&) = delete;

  /// All that came, once that is so many or patience is at its end.
  std::vector<MqttMessage> messages(std::size_t at_least) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, kPatience, [&] { return messages_.size() >= at_least; });
    return messages_;
  }

  /// Whether that came, or comes while there is patience.
  bool hears(const std::string& text) {
    std::unique_lock lock(mutex_);
    return came_.wait_for(lock, kPatience, [&] {
      return std::any_of(messages_.begin(), messages_.end(),
                         [&](const MqttMessage& message) { return message.text == text; });
    });
  }

 private:
  static constexpr std::chrono::seconds kPatience{10};

  const std::string topic_;
  std::mutex mutex_;
  std::condition_variable came_;
  bool listens_ = false;
  std::vector<MqttMessage> messages_;
  Handle<mosquitto, mosquitto_destroy> client_;
};

}  // namespace gimbal

#include "gst-plugins/trackingsink/mqtt_connection.hpp"

#include <mosquitto.h>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <optional>
#include <random>
#include <system_error>
#include <thread>

#include "gst-plugins/trackingsink/mqtt_answer.hpp"
#include "lib/base/handle.hpp"
#include "lib/base/unique_fd.hpp"

namespace gimbal::trackingsink {

namespace {

using Clock = MqttConnection::Clock;

constexpr int kKeepAlive =
    30;  // seconds; a broker gives a silent client up after half as much more
constexpr std::chrono::seconds kTurn{5};  // so often it is asked whether it is time for a ping
constexpr const char* kOnline = "online";
constexpr const char* kOffline = "offline";

/// Once a process, and never undone: others may use the library, too.
void start_library() {
  static const int result = mosquitto_lib_init();
  (void)result;
}

/// Rounded up: a wait that is over too soon begins anew.
int milliseconds_until(Clock::time_point until) {
  const auto left = std::clamp<Clock::duration>(until - Clock::now(), Clock::duration{}, kTurn);
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

bool is_readable(int fd) {
  pollfd asked{fd, POLLIN, 0};
  return ::poll(&asked, 1, 0) > 0;
}

}  // namespace

/// What libmosquitto's callbacks write, and the thread that connects until `connected`.
struct MqttConnection::Session {
  std::string reason_of(int result, int error) const {
    if (result == MOSQ_ERR_ERRNO) {
      return std::generic_category().message(error);
    }
    if (result == MOSQ_ERR_EAI) {
      return gai_strerror(error);
    }
    return log.empty() ? mosquitto_strerror(result) : log;
  }

  void connect(const MqttTarget& target) {
    const int result =
        mosquitto_connect(client.get(), target.host.c_str(), target.port, kKeepAlive);
    const int error = errno;
    if (result != MOSQ_ERR_SUCCESS) {
      failure = reason_of(result, error);
    }
    connected = true;
    ::eventfd_write(connected_fd.get(), 1);
  }

  std::string log;  // the library's last complaint: what TLS does not like stands nowhere else
  std::string failure;
  std::atomic<bool> connected = false;
  UniqueFd connected_fd{::eventfd(0, EFD_CLOEXEC)};
  std::optional<int> answer;  // CONNACK's code
  int message = 0;            // the number of what waits for its acknowledgement
  bool acknowledged = false;
  bool online = false;  // as the availability topic has it
  Handle<mosquitto, mosquitto_destroy> client;
};

MqttConnection::MqttConnection(const MqttTarget& target, const std::string& client_id)
    : target_(target), session_(std::make_shared<Session>()) {
  start_library();
  session_->client.reset(mosquitto_new(client_id.c_str(), true, session_.get()));
  mosquitto* client = session_->client.get();
  // With threads the library leaves all sending to us: an attempt to connect that is left behind
  // never introduces itself, and takes the place of no newer one of the same id.
  mosquitto_threaded_set(client, true);
  if (!target.username.empty()) {
    mosquitto_username_pw_set(client, target.username.c_str(),
                              target.password.empty() ? nullptr : target.password.c_str());
  }
  if (target.tls) {
    mosquitto_int_option(client, MOSQ_OPT_TLS_USE_OS_CERTS, 1);
  }
  mosquitto_will_set(client, target.availability_topic.c_str(),
                     static_cast<int>(std::string_view(kOffline).size()), kOffline, target.qos,
                     target.retain);
  mosquitto_log_callback_set(client, [](mosquitto*, void* session, int level, const char* text) {
    if (level == MOSQ_LOG_ERR) {
      static_cast<Session*>(session)->log = text;
    }
  });
  mosquitto_connect_callback_set(client, [](mosquitto*, void* session, int code) {
    static_cast<Session*>(session)->answer = code;
  });
  mosquitto_publish_callback_set(client, [](mosquitto*, void* data, int message) {
    auto& session = *static_cast<Session*>(data);
    session.acknowledged = session.acknowledged || message == session.message;
  });
  std::thread([session = session_, target] { session->connect(target); }).detach();
}

/// Without a goodbye the broker publishes the will: that is what it is for once we said "online".
MqttConnection::~MqttConnection() {
  if (!connecting_ && !session_->online) {
    mosquitto_disconnect(session_->client.get());
    mosquitto_loop_write(session_->client.get(), 1);
  }
}

PushOutcome MqttConnection::publish(const std::string& text, Clock::time_point deadline,
                                    int stop_fd) {
  std::string lost = wait([this] { return !connecting_ && session_->answer; }, deadline, stop_fd);
  if (!connecting_ && session_->answer.value_or(0) != 0) {
    return refused(target_, *session_->answer);
  }
  if (lost.empty() && !session_->online) {
    lost = say(target_.availability_topic, kOnline, target_.qos, nullptr);
    session_->online = true;
  }
  if (lost.empty()) {
    session_->acknowledged = false;
    lost = say(target_.topic, text, target_.qos, &session_->message);
  }
  if (lost.empty()) {
    lost = wait([this] { return session_->acknowledged; }, deadline, stop_fd);
  }
  return lost.empty() ? PushOutcome{} : no_answer(target_, lost);
}

bool MqttConnection::serve(Clock::time_point until, int wake_fd) {
  return turn(until, wake_fd).empty();
}

void MqttConnection::say_offline() {
  if (session_->online) {
    // QoS 0 is the one whose delivery needs nothing from us once it is sent.
    say(target_.availability_topic, kOffline, 0, nullptr);
    mosquitto_loop_write(session_->client.get(), 1);
    session_->online = false;
  }
}

/// Empty once `done()`; else why it is not.
template <class Done>
std::string MqttConnection::wait(Done done, Clock::time_point deadline, int stop_fd) {
  while (!done()) {
    if (is_readable(stop_fd)) {
      return "it was given up";
    }
    if (Clock::now() >= deadline) {
      return "it took longer than timeout allows";
    }
    std::string lost = turn(deadline, stop_fd);
    if (!lost.empty()) {
      return lost;
    }
  }
  return "";
}

/// Waits for one thing to happen, and deals with it. Not empty where the connection is lost: why.
std::string MqttConnection::turn(Clock::time_point until, int wake_fd) {
  mosquitto* client = session_->client.get();
  const int fd = connecting_ ? session_->connected_fd.get() : mosquitto_socket(client);
  const bool writes = !connecting_ && mosquitto_want_write(client);
  std::array<pollfd, 2> fds{
      {{wake_fd, POLLIN, 0}, {fd, static_cast<short>(writes ? POLLIN | POLLOUT : POLLIN), 0}}};
  ::poll(fds.data(), fds.size(), milliseconds_until(until));
  if (!connecting_) {
    return work(fds[1].revents);
  }
  connecting_ = !session_->connected;
  return connecting_ ? "" : session_->failure;
}

std::string MqttConnection::work(short events) {
  mosquitto* client = session_->client.get();
  int result = MOSQ_ERR_SUCCESS;
  if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) {
    result = mosquitto_loop_read(client, 1);
  }
  if (result == MOSQ_ERR_SUCCESS && mosquitto_want_write(client)) {
    result = mosquitto_loop_write(client, 1);
  }
  if (result == MOSQ_ERR_SUCCESS) {
    result = mosquitto_loop_misc(client);
  }
  const int error = errno;
  return result == MOSQ_ERR_SUCCESS ? "" : session_->reason_of(result, error);
}

/// `message`, where not null, is its number, set before the library can acknowledge it.
std::string MqttConnection::say(const std::string& topic, const std::string& text, int qos,
                                int* message) {
  const int result =
      mosquitto_publish(session_->client.get(), message, topic.c_str(),
                        static_cast<int>(text.size()), text.data(), qos, target_.retain);
  const int error = errno;
  return result == MOSQ_ERR_SUCCESS ? "" : session_->reason_of(result, error);
}

std::string new_mqtt_client_id() {
  constexpr std::size_t kLength = 23;  // what every broker takes (MQTT 3.1.1, 3.1.3.1)
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id = "gimbal-";
  std::random_device random;
  std::uniform_int_distribution<std::size_t> digit(0, kDigits.size() - 1);
  while (id.size() < kLength) {
    id += kDigits[digit(random)];
  }
  return id;
}

void wait_readable(int wake_fd, Clock::time_point until) {
  pollfd asked{wake_fd, POLLIN, 0};
  ::poll(&asked, 1, milliseconds_until(until));
}

}  // namespace gimbal::trackingsink

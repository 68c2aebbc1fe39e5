// One connection to an MQTT broker, from the look-up of its name to its end.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "gst-plugins/trackingsink/mqtt_target.hpp"
#include "gst-plugins/trackingsink/push_report.hpp"

namespace gimbal::trackingsink {

/// Lives in one thread. libmosquitto looks up names and connects in a call that nothing can end:
/// that runs in a thread of its own, which is left behind where nobody waits for it any more.
class MqttConnection {
 public:
  using Clock = std::chrono::steady_clock;

  /// Begins to connect. `target` must outlive this. A broker that still keeps a connection of the
  /// same `client_id`, such as one whose other end is gone, first ends that one and publishes its
  /// will.
  MqttConnection(const MqttTarget& target, const std::string& client_id);
  /// Says goodbye, as far as it can be sent without a wait.
  ~MqttConnection();
  MqttConnection(const MqttConnection&) = delete;
  MqttConnection& operator=(const MqttConnection&) = delete;

  /// Waits until the broker has acknowledged `text` as the QoS wants it (QoS 0: until it is sent),
  /// up to `deadline` or until `stop_fd` is readable. After a failure this is of no more use,
  /// unless it still connects.
  PushOutcome publish(const std::string& text, Clock::time_point deadline, int stop_fd);

  /// Keeps the connection alive until `wake_fd` is readable or `until` has come, a few seconds at
  /// most. False once the connection is lost.
  bool serve(Clock::time_point until, int wake_fd);

  /// Whether the call that connects is still on its way.
  bool is_connecting() const { return connecting_; }

  /// When it began.
  Clock::time_point begun() const { return begun_; }

  /// Expires once nothing of this is left, not even the thread that connects.
  std::weak_ptr<const void> remains() const { return session_; }

  /// As far as it can be sent without a wait.
  void say_offline();

 private:
  struct Session;

  template <class Done>
  std::string wait(Done done, Clock::time_point deadline, int stop_fd);
  std::string turn(Clock::time_point until, int wake_fd);
  std::string work(short events);
  std::string say(const std::string& topic, const std::string& text, int qos, int* message);

  const MqttTarget& target_;
  std::shared_ptr<Session> session_;
  const Clock::time_point begun_ = Clock::now();
  bool connecting_ = true;
};

/// One that nobody else has.
std::string new_mqtt_client_id();

/// Waits until `wake_fd` is readable or `until` has come, a few seconds at most.
void wait_readable(int wake_fd, std::chrono::steady_clock::time_point until);

}  // namespace gimbal::trackingsink

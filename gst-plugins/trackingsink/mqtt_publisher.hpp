// Pushes records to an MQTT broker: the latest stands on a topic, and beside it whether anyone
// still says more.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gst-plugins/trackingsink/destination.hpp"
#include "gst-plugins/trackingsink/mqtt_connection.hpp"
#include "gst-plugins/trackingsink/mqtt_target.hpp"
#include "lib/base/unique_fd.hpp"

namespace gimbal::trackingsink {

class MqttPublisher : public Destination {
 public:
  /// Of attempts to connect that hang and were left for a newer one; the newest is waited for then.
  static constexpr std::size_t kMostLeftBehind = 16;

  /// `timeout`: of one push, and of the connection before it where there is none. `patience`: an
  /// attempt to connect that hangs for longer is left for a newer one, since the network waits ever
  /// longer before it tries again.
  MqttPublisher(MqttTarget target, std::chrono::nanoseconds timeout,
                std::chrono::nanoseconds patience = std::chrono::seconds(10));
  /// Says that nothing more comes, and waits for nobody.
  ~MqttPublisher() override;

  std::optional<TrackingRecord> next(LatestRecord& records,
                                     LatestRecord::Clock::time_point not_before) override;
  PushOutcome push(const TrackingRecord& record) override;
  void cancel() override;

 private:
  void wait(LatestRecord& records, LatestRecord::Clock::time_point not_before);
  void leave_what_hangs();

  const MqttTarget target_;
  const std::string client_id_;  // of all connections: the broker takes them for the same client
  const std::chrono::nanoseconds timeout_;
  const std::chrono::nanoseconds patience_;
  UniqueFd stop_;  // readable once all is to end
  std::optional<MqttConnection> connection_;
  std::vector<std::weak_ptr<const void>> left_behind_;
  std::optional<TrackingRecord> published_;  // the last, over this connection
};

}  // namespace gimbal::trackingsink

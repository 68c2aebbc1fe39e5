#include "gst-plugins/trackingsink/mqtt_publisher.hpp"

#include <sys/eventfd.h>

#include <utility>

#include "gst-plugins/trackingsink/mqtt_destination.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal::trackingsink {

namespace {

using Clock = LatestRecord::Clock;

}  // namespace

MqttPublisher::MqttPublisher(MqttTarget target, std::chrono::nanoseconds timeout,
                             std::chrono::nanoseconds patience)
    : target_(std::move(target)),
      client_id_(new_mqtt_client_id()),
      timeout_(timeout),
      patience_(patience),
      stop_(::eventfd(0, EFD_CLOEXEC)) {}

MqttPublisher::~MqttPublisher() {
  if (connection_) {
    connection_->say_offline();
  }
}

std::optional<TrackingRecord> MqttPublisher::next(LatestRecord& records,
                                                  Clock::time_point not_before) {
  auto record = records.take_if_due(not_before);
  while (!record && !records.is_closed()) {
    wait(records, not_before);
    record = records.take_if_due(not_before);
  }
  return record;
}

void MqttPublisher::wait(LatestRecord& records, Clock::time_point not_before) {
  const auto until = Clock::now() < not_before ? not_before : Clock::time_point::max();
  if (!connection_) {
    wait_readable(records.change_fd(), until);
  } else if (!connection_->serve(until, records.change_fd())) {
    connection_.reset();
    if (published_) {
      // A broker that was started anew may have lost it, and one that lost us says that we are
      // offline.
      records.offer_again(*std::exchange(published_, std::nullopt));
    }
  }
  records.forget_change();
}

void MqttPublisher::leave_what_hangs() {
  if (!connection_ || !connection_->is_connecting() ||
      Clock::now() < connection_->begun() + patience_) {
    return;
  }
  std::erase_if(left_behind_, [](const auto& attempt) { return attempt.expired(); });
  if (left_behind_.size() < kMostLeftBehind) {
    left_behind_.push_back(connection_->remains());
    connection_.reset();
  }
}

PushOutcome MqttPublisher::push(const TrackingRecord& record) {
  const auto deadline = Clock::now() + timeout_;
  leave_what_hangs();
  if (!connection_) {
    connection_.emplace(target_, client_id_);
  }
  PushOutcome outcome = connection_->publish(write_tracking_record(record), deadline, stop_.get());
  if (outcome.error.empty()) {
    published_ = record;
  } else if (!connection_->is_connecting()) {
    connection_.reset();
  }
  return outcome;
}

void MqttPublisher::cancel() {
  ::eventfd_write(stop_.get(), 1);
}

Result<MakeDestination> mqtt_destination(MqttTarget target, std::chrono::nanoseconds timeout) {
  return MakeDestination([target = std::move(target), timeout] {
    return std::make_unique<MqttPublisher>(target, timeout);
  });
}

}  // namespace gimbal::trackingsink

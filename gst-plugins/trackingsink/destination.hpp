// Where records are pushed to: a runner, an MQTT broker.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "gst-plugins/trackingsink/latest_record.hpp"
#include "gst-plugins/trackingsink/push_report.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal::trackingsink {

/// Lives in the thread that makes it; only cancel() may come from others.
class Destination {
 public:
  Destination() = default;
  virtual ~Destination() = default;
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;

  /// Waits for the next record as LatestRecord::take() does, and meanwhile does what keeps a
  /// connection alive.
  virtual std::optional<TrackingRecord> next(LatestRecord& records,
                                             LatestRecord::Clock::time_point not_before) = 0;

  /// Waits until the other end has taken it or it has failed.
  virtual PushOutcome push(const TrackingRecord& record) = 0;

  /// Any thread: this push and those to come end at once.
  virtual void cancel() = 0;
};

/// Called in the thread that will push.
using MakeDestination = std::function<std::unique_ptr<Destination>()>;

}  // namespace gimbal::trackingsink

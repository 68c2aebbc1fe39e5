// One way that records go: what waits, who takes it there, and how that went.
#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "gst-plugins/trackingsink/latest_record.hpp"
#include "gst-plugins/trackingsink/push_report.hpp"
#include "gst-plugins/trackingsink/push_thread.hpp"

namespace gimbal::trackingsink {

/// Each waits and fails for itself. Where there is nothing to make, nothing goes.
class Lane {
 public:
  void start(const MakeDestination& make, std::chrono::nanoseconds interval,
             PushThread::OnHealth on_health) {
    latest.reset();
    report.reset();
    if (make) {
      thread_.emplace(make, interval, latest, report, std::move(on_health));
    }
  }
  void stop() { thread_.reset(); }

  /// Between start() and stop(), or nothing becomes of it.
  void put(const TrackingRecord& record) {
    if (thread_) {
      latest.put(record);
    }
  }

  LatestRecord latest;
  PushReport report;

 private:
  std::optional<PushThread> thread_;
};

}  // namespace gimbal::trackingsink

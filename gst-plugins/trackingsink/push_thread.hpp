// Pushes the latest record to a destination, in a thread of its own.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

#include "gst-plugins/trackingsink/destination.hpp"
#include "gst-plugins/trackingsink/latest_record.hpp"
#include "gst-plugins/trackingsink/push_report.hpp"

namespace gimbal::trackingsink {

/// What fails is tried again with what is the latest record then, and ever more seldom.
class PushThread {
 public:
  /// Called in the thread that pushes, once for each change of health.
  using OnHealth = std::function<void(const PushOutcome& outcome)>;

  /// `interval`: at least, between the starts of two pushes. `records` and `report` must outlive
  /// this.
  PushThread(MakeDestination make, std::chrono::nanoseconds interval, LatestRecord& records,
             PushReport& report, OnHealth on_health);
  /// Closes `records`, gives up a push that is on its way, and waits for the thread's end.
  ~PushThread();
  PushThread(const PushThread&) = delete;
  PushThread& operator=(const PushThread&) = delete;

 private:
  void run();
  bool push(Destination& destination, const TrackingRecord& record);
  void let_cancel(Destination* destination);

  const MakeDestination make_;
  const std::chrono::nanoseconds interval_;
  LatestRecord& records_;
  PushReport& report_;
  const OnHealth on_health_;
  std::mutex mutex_;
  Destination* destination_ = nullptr;  // the thread's, while it has one
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gimbal::trackingsink

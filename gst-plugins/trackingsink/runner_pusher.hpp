// Pushes the latest record to a runner, in a thread of its own.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

#include "gst-plugins/trackingsink/http_client.hpp"
#include "gst-plugins/trackingsink/latest_record.hpp"
#include "gst-plugins/trackingsink/push_report.hpp"
#include "gst-plugins/trackingsink/runner_target.hpp"

namespace gimbal::trackingsink {

struct PushTimes {
  std::chrono::nanoseconds interval{};  ///< at least, between the starts of two pushes
  std::chrono::nanoseconds timeout{};   ///< of one push
};

/// What fails is tried again with what is the latest record then, and ever more seldom.
class RunnerPusher {
 public:
  /// Called in the thread that pushes, once for each change of health.
  using OnHealth = std::function<void(const PushOutcome& outcome)>;

  /// `records` and `report` must outlive this.
  RunnerPusher(RunnerTarget target, PushTimes times, LatestRecord& records, PushReport& report,
               OnHealth on_health);
  /// Closes `records`, gives up a push that is on its way, and waits for the thread's end.
  ~RunnerPusher();
  RunnerPusher(const RunnerPusher&) = delete;
  RunnerPusher& operator=(const RunnerPusher&) = delete;

 private:
  void run();
  bool push(HttpClient& client, const TrackingRecord& record);
  void let_cancel(HttpClient* client);

  const RunnerTarget target_;
  const PushTimes times_;
  LatestRecord& records_;
  PushReport& report_;
  const OnHealth on_health_;
  std::mutex mutex_;
  HttpClient* client_ = nullptr;  // the thread's, while it has one
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gimbal::trackingsink

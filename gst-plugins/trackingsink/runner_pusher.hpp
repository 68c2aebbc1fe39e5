// Pushes records to a runner, as the metrics of one of its jobs.
#pragma once

#include <chrono>

#include "gst-plugins/trackingsink/destination.hpp"
#include "gst-plugins/trackingsink/http_client.hpp"
#include "gst-plugins/trackingsink/runner_target.hpp"

namespace gimbal::trackingsink {

class RunnerPusher : public Destination {
 public:
  /// `timeout`: of one push.
  RunnerPusher(RunnerTarget target, std::chrono::nanoseconds timeout);

  std::optional<TrackingRecord> next(LatestRecord& records,
                                     LatestRecord::Clock::time_point not_before) override;
  PushOutcome push(const TrackingRecord& record) override;
  void cancel() override { client_.cancel(); }

 private:
  const RunnerTarget target_;
  const std::chrono::nanoseconds timeout_;
  HttpClient client_;
};

MakeDestination runner_destination(RunnerTarget target, std::chrono::nanoseconds timeout);

}  // namespace gimbal::trackingsink

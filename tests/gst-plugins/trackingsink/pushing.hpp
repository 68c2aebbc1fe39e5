// A thread that pushes, and what it says of its health.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "gst-plugins/trackingsink/push_thread.hpp"

namespace gimbal::trackingsink {

inline constexpr std::chrono::seconds kPatience{10};

inline TrackingRecord record(double confidence) {
  TrackingRecord made;
  made.tracking_confidence = confidence;
  made.tracking_state = "stable";
  TrackedTarget ball;
  ball.id = "7";
  ball.cls = "ball";
  ball.x = 0.5;
  ball.y = 0.25;
  made.targets.push_back(ball);
  return made;
}

class Pushing {
 public:
  explicit Pushing(MakeDestination make)
      : thread_(std::in_place, std::move(make), std::chrono::nanoseconds(0), latest, report,
                [this](const PushOutcome& outcome) { note(outcome); }) {}
  ~Pushing() { stop(); }
  Pushing(const Pushing&) = delete;
  Pushing& operator=(const Pushing&) = delete;

  void stop() { thread_.reset(); }

  /// The change of health of that number, from 0; none within patience.
  std::optional<PushOutcome> change(std::size_t number) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [&] { return changes_.size() > number; });
    return changes_.size() > number ? std::optional(changes_[number]) : std::nullopt;
  }

  LatestRecord latest;
  PushReport report;

 private:
  void note(const PushOutcome& outcome) {
    const std::lock_guard lock(mutex_);
    changes_.push_back(outcome);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<PushOutcome> changes_;
  std::optional<PushThread> thread_;
};

}  // namespace gimbal::trackingsink

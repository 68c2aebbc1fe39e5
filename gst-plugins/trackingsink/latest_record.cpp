#include "gst-plugins/trackingsink/latest_record.hpp"

#include <utility>

namespace gimbal::trackingsink {

void LatestRecord::put(TrackingRecord record) {
  const std::lock_guard lock(mutex_);
  superseded_ += waiting_ ? 1U : 0U;
  waiting_ = std::move(record);
  at_end_ = false;
  changed_.notify_all();
}

std::optional<TrackingRecord> LatestRecord::take(Clock::time_point not_before) {
  std::unique_lock lock(mutex_);
  taken_ = false;
  changed_.notify_all();
  while (!closed_) {
    if (!waiting_) {
      changed_.wait(lock);
    } else if (at_end_ || Clock::now() >= not_before) {
      taken_ = true;
      return std::exchange(waiting_, std::nullopt);
    } else {
      changed_.wait_until(lock, not_before);
    }
  }
  return std::nullopt;
}

void LatestRecord::give_back(TrackingRecord record) {
  const std::lock_guard lock(mutex_);
  if (waiting_) {
    ++superseded_;
  } else if (!at_end_) {
    waiting_ = std::move(record);
  }
}

void LatestRecord::drain(Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  at_end_ = true;
  changed_.notify_all();
  changed_.wait_until(lock, deadline,
                      [this] { return (!waiting_ && !taken_) || interrupted_ || closed_; });
}

void LatestRecord::interrupt() {
  const std::lock_guard lock(mutex_);
  interrupted_ = true;
  changed_.notify_all();
}

void LatestRecord::resume() {
  const std::lock_guard lock(mutex_);
  interrupted_ = false;
}

void LatestRecord::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

void LatestRecord::reset() {
  const std::lock_guard lock(mutex_);
  waiting_.reset();
  taken_ = false;
  at_end_ = false;
  interrupted_ = false;
  closed_ = false;
  superseded_ = 0;
}

std::uint64_t LatestRecord::superseded() const {
  const std::lock_guard lock(mutex_);
  return superseded_;
}

}  // namespace gimbal::trackingsink

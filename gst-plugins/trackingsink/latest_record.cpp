#include "gst-plugins/trackingsink/latest_record.hpp"

#include <sys/eventfd.h>

#include <utility>

namespace gimbal::trackingsink {

LatestRecord::LatestRecord() : change_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void LatestRecord::put(TrackingRecord record) {
  const std::lock_guard lock(mutex_);
  superseded_ += waiting_ ? 1U : 0U;
  waiting_ = std::move(record);
  at_end_ = false;
  tell();
}

std::optional<TrackingRecord> LatestRecord::take(Clock::time_point not_before) {
  std::unique_lock lock(mutex_);
  taken_ = false;
  tell();
  while (!closed_) {
    if (auto record = take_now(not_before)) {
      return record;
    }
    if (waiting_) {
      changed_.wait_until(lock, not_before);
    } else {
      changed_.wait(lock);
    }
  }
  return std::nullopt;
}

std::optional<TrackingRecord> LatestRecord::take_if_due(Clock::time_point not_before) {
  const std::lock_guard lock(mutex_);
  taken_ = false;
  changed_.notify_all();
  return take_now(not_before);
}

void LatestRecord::forget_change() const {
  eventfd_t ignored = 0;
  ::eventfd_read(change_.get(), &ignored);
}

void LatestRecord::give_back(TrackingRecord record) {
  const std::lock_guard lock(mutex_);
  const bool may_wait = !closed_ && (!at_end_ || std::exchange(may_retry_, false));
  if (waiting_) {
    ++superseded_;
  } else if (may_wait) {
    waiting_ = std::move(record);
  } else {
    ++dropped_;
  }
}

void LatestRecord::offer_again(TrackingRecord record) {
  const std::lock_guard lock(mutex_);
  if (!waiting_ && !at_end_) {
    waiting_ = std::move(record);
  }
}

void LatestRecord::end() {
  const std::lock_guard lock(mutex_);
  may_retry_ = at_end_ ? may_retry_ : taken_;
  at_end_ = true;
  tell();
}

void LatestRecord::drain(Clock::time_point deadline) {
  end();
  std::unique_lock lock(mutex_);
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
  dropped_ += waiting_ ? 1U : 0U;
  waiting_.reset();
  tell();
}

bool LatestRecord::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void LatestRecord::reset() {
  const std::lock_guard lock(mutex_);
  waiting_.reset();
  taken_ = false;
  at_end_ = false;
  interrupted_ = false;
  closed_ = false;
  superseded_ = 0;
  dropped_ = 0;
}

std::uint64_t LatestRecord::superseded() const {
  const std::lock_guard lock(mutex_);
  return superseded_;
}

std::uint64_t LatestRecord::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

std::optional<TrackingRecord> LatestRecord::take_now(Clock::time_point not_before) {
  if (closed_ || !waiting_ || (!at_end_ && Clock::now() < not_before)) {
    return std::nullopt;
  }
  taken_ = true;
  return std::exchange(waiting_, std::nullopt);
}

void LatestRecord::tell() {
  changed_.notify_all();
  ::eventfd_write(change_.get(), 1);
}

}  // namespace gimbal::trackingsink

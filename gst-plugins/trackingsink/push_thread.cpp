#include "gst-plugins/trackingsink/push_thread.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "lib/base/backoff.hpp"

namespace gimbal::trackingsink {

namespace {

constexpr Backoff::Duration kFirstWait{250};
constexpr Backoff::Duration kLongestWait{5000};

}  // namespace

PushThread::PushThread(MakeDestination make, std::chrono::nanoseconds interval,
                       LatestRecord& records, PushReport& report, OnHealth on_health)
    : make_(std::move(make)),
      interval_(interval),
      records_(records),
      report_(report),
      on_health_(std::move(on_health)),
      thread_([this] { run(); }) {}

PushThread::~PushThread() {
  records_.close();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (destination_ != nullptr) {
      destination_->cancel();
    }
  }
  thread_.join();
}

void PushThread::run() {
  const auto destination = make_();
  let_cancel(destination.get());
  Backoff backoff(kFirstWait, kLongestWait, std::random_device()());
  LatestRecord::Clock::time_point next{};
  while (const auto record = destination->next(records_, next)) {
    const auto begun = LatestRecord::Clock::now();
    if (push(*destination, *record)) {
      backoff.reset();
      next = begun + interval_;
    } else {
      next = std::max(begun + interval_, LatestRecord::Clock::now() + backoff.next());
    }
  }
  let_cancel(nullptr);
}

/// Whether the other end took it.
bool PushThread::push(Destination& destination, const TrackingRecord& record) {
  const PushOutcome outcome = destination.push(record);
  const bool well = outcome.error.empty();
  if (!well && !outcome.at_fault) {
    records_.give_back(record);
  }
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ && !well && outcome.status == 0) {
      return false;  // we gave it up: nobody's fault
    }
  }
  if (report_.note(outcome)) {
    on_health_(outcome);
  }
  return well;
}

void PushThread::let_cancel(Destination* destination) {
  const std::lock_guard lock(mutex_);
  destination_ = destination;
  if (destination != nullptr && stopping_) {
    destination->cancel();
  }
}

}  // namespace gimbal::trackingsink

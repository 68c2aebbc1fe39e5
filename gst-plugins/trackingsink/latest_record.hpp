// The record that waits to be pushed: there is room for one, and the newest is it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "lib/base/unique_fd.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal::trackingsink {

/// Between the streaming thread, which never waits to put a record in, and one thread that takes
/// it. Any thread; its lock is a leaf.
class LatestRecord {
 public:
  using Clock = std::chrono::steady_clock;

  LatestRecord();

  /// Takes the place of one that still waits, which is counted.
  void put(TrackingRecord record);

  /// Waits for a record, and at least until `not_before` unless the stream is at its end. Empty
  /// once this is closed. Asking says that the record before is dealt with.
  std::optional<TrackingRecord> take(Clock::time_point not_before);

  /// The same without a wait: empty also where none is to be taken yet. Asking is the same, too.
  std::optional<TrackingRecord> take_if_due(Clock::time_point not_before);

  /// For a thread that waits with poll(): readable once something has changed since
  /// forget_change().
  int change_fd() const { return change_.get(); }
  void forget_change() const;

  /// One that was taken and could not be delivered: it waits again, unless a newer one does. At the
  /// end of the stream only one that was on its way then gets another try; others are dropped.
  void give_back(TrackingRecord record);

  /// One that was delivered, and is lost there: as give_back(), but it is not counted.
  void offer_again(TrackingRecord record);

  /// The stream is at its end: what waits is taken at once. The next record begins a stream anew.
  void end();

  /// end(), then waits until what waits is dealt with, `deadline` has come, or interrupt().
  void drain(Clock::time_point deadline);

  /// Ends a drain(), and those to come until resume().
  void interrupt();
  void resume();

  /// Nothing is taken any more; what waits is dropped.
  void close();
  bool is_closed() const;

  /// As when it was made.
  void reset();

  std::uint64_t superseded() const;

  /// Those that were given up at an end or a stop, with no newer one to take their place.
  std::uint64_t dropped() const;

 private:
  std::optional<TrackingRecord> take_now(Clock::time_point not_before);
  void tell();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  UniqueFd change_;
  std::optional<TrackingRecord> waiting_;
  bool taken_ = false;  // and not yet dealt with
  bool at_end_ = false;
  bool may_retry_ = false;  // at the end: what was on its way when it came
  bool interrupted_ = false;
  bool closed_ = false;
  std::uint64_t superseded_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace gimbal::trackingsink

// Waits on an element's clock, until another thread says to stop.
#pragma once

#include <gst/gst.h>

#include <mutex>

namespace gimbal {

/// One thread waits; any thread interrupts. Its lock is a leaf: nothing else is locked under it.
class ClockWait {
 public:
  /// Returns when `element`'s running time is `time`, at once where it has no clock. False when the
  /// wait was interrupted, now or before.
  bool wait_until(GstElement* element, GstClockTime time);

  /// Ends a wait and makes the next ones fail, until `resume`.
  void interrupt();
  void resume();

 private:
  std::mutex mutex_;
  GstClockID pending_ = nullptr;
  bool interrupted_ = false;
};

/// `element`'s running time now; 0 where it has no clock yet.
GstClockTime running_time_of(GstElement* element);

}  // namespace gimbal

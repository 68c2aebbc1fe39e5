// Warnings on the bus that one bad input after another must not turn into a flood.
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <string>

namespace gimbal {

/// At most one warning every ten seconds. Any thread; no lock of ours may be held.
class Warnings {
 public:
  /// Posts `text`, or counts it.
  void post(GstElement* element, const std::string& text);

 private:
  std::atomic<gint64> next_ = 0;  // monotonic time, us
  std::atomic<int> unsaid_ = 0;
};

}  // namespace gimbal

// Reads tracking records of control events, whichever thread they come from.
#pragma once

#include <mutex>
#include <string_view>

#include "lib/base/result.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal::virtualptz {

/// Any thread. Its lock is a leaf: nothing else is locked under it.
class RecordReader {
 public:
  Result<TrackingRecord> read(std::string_view text) {
    const std::scoped_lock lock(mutex_);
    return read_tracking_record(parser_, text);
  }

 private:
  std::mutex mutex_;
  JsonParser parser_;  // keeps its memory
};

}  // namespace gimbal::virtualptz

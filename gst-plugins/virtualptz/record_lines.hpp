// Records as they come in buffers: one a buffer, or one a line, wherever the buffers are cut.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal::virtualptz {

/// Not safe to share between threads.
class RecordLines {
 public:
  using Records = std::vector<Result<TrackingRecord>>;

  /// The records that `text` completes, and what is wrong with those that are none. A last line
  /// without its newline is a record if it is one, and else the beginning of the next.
  Records feed(std::string_view text);

  /// Nothing more comes of a line that was begun.
  Records finish();

 private:
  void take_line(std::string_view line, Records& records);
  void take_last(std::string_view line, Records& records);

  JsonParser parser_;
  std::string begun_;
};

}  // namespace gimbal::virtualptz

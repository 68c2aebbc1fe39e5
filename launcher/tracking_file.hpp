// Tracking records of a file, each given out shortly before the video comes to it.
#pragma once

#include <fstream>
#include <functional>
#include <string>
#include <string_view>

#include "lib/codec/json.hpp"

namespace gimbal {

/// Lines of JSON. A record with a `timestamp` of PTS waits for its time, with all that stand behind
/// it; one without is given out when those before it are.
class TrackingFile {
 public:
  using OnRecord = std::function<void(std::string_view line)>;

  /// `ahead`: seconds by which a record is given out before its time.
  TrackingFile(std::ifstream file, double ahead) : file_(std::move(file)), ahead_(ahead) {}

  /// The video has come to `pts`, in seconds. Where that is before what was said last, the file
  /// begins again.
  void advance(double pts, const OnRecord& on_record);

 private:
  bool next_is_due(double pts);
  double time_of(const std::string& line);

  std::ifstream file_;
  double ahead_;
  JsonParser parser_;
  double last_ = 0;
  std::string next_;  // read, but not due yet; empty for none
  double next_time_ = 0;
};

}  // namespace gimbal

// Tracking records of a file, each given out shortly before the video comes to it.
#pragma once

#include <fstream>
#include <functional>
#include <optional>
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

  /// The video has come to `pts`, in seconds. Where that is not later than what was said last, it
  /// has gone back, and the file begins again.
  void advance(double pts, const OnRecord& on_record);

  /// Whoever was given records has forgotten them.
  void begin_again();

 private:
  bool next_is_due(double pts);
  double time_of(const std::string& line);

  std::ifstream file_;
  double ahead_;
  JsonParser parser_;
  std::optional<double> last_;
  std::string next_;  // read, but not due yet; empty for none
  double next_time_ = 0;
};

}  // namespace gimbal

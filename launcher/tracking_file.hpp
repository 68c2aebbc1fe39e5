// Tracking records of a file, each given out shortly before the video comes to it.
#pragma once

#include <sys/types.h>

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/unique_fd.hpp"
#include "lib/codec/control_protocol.hpp"
#include "lib/codec/json.hpp"
#include "lib/codec/line_splitter.hpp"

namespace gimbal {

/// Lines of JSON of up to kMaxControlLine bytes. A record with a `timestamp` of PTS waits for its
/// time, with all that stand behind it; one without is given out when those before it are.
class TrackingFile {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_record(std::string_view line) = 0;
    /// A line has more than kMaxControlLine bytes, and is left out.
    virtual void on_long_line() = 0;
    /// The file ends here for now; `reason` is the system's.
    virtual void on_unreadable(const std::string& reason) = 0;
  };

  /// `ahead`: seconds by which a record is given out before its time.
  TrackingFile(UniqueFd file, double ahead, Listener& listener)
      : file_(std::move(file)), ahead_(ahead), listener_(listener) {}

  /// The video has come to `pts`, in seconds. Where that is not later than what was said last, it
  /// has gone back, and the file begins again.
  void advance(double pts);

  /// Whoever was given records has forgotten them.
  void begin_again();

 private:
  bool next_is_due(double pts);
  bool read_line();
  void read_piece();
  double time_of(const std::string& line);

  UniqueFd file_;
  double ahead_;
  Listener& listener_;
  JsonParser parser_;
  std::optional<double> last_;  // of `advance`
  std::string next_;            // read, but not due yet; empty for none
  double next_time_ = 0;

  LineSplitter splitter_{kMaxControlLine};
  std::deque<std::string> lines_;  // behind `next_`
  off_t offset_ = 0;               // of what has not been read
  bool ended_ = false;
};

}  // namespace gimbal
